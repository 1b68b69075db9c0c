use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Connection {
    rx: Receiver<u32>,
}

#[cancel_safe]
impl Connection {
    #[cancel_safe(stored_in = self.pending)]
    async fn read(mut self, limit: u32) -> Option<u32> {
    //~^ stored-owned stored-owned
        self.rx.recv().await.filter(|n| *n < limit)
    }
}

fn main() {}
