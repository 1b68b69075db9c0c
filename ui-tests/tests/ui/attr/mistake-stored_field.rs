use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::mpsc::Receiver;

struct Missing(Receiver<u32>);

#[cancel_safe]
impl Missing {
    #[cancel_safe(stored_in = self.pending)]
    //~^ E0609
    async fn read(&mut self) -> Option<u32> {
        self.0.recv().await
    }
}

struct Other {
    rx: Receiver<u32>,
    pending: Checkpoint<()>,
}

#[cancel_safe]
impl Other {
    #[cancel_safe(stored_in = self.pending)]
    //~^ E0308
    async fn read(&mut self) -> Option<u32> {
        self.rx.recv().await
    }
}

fn main() {}
