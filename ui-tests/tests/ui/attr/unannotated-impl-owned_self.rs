use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Connection(Receiver<u32>);

impl Connection {
    #[cancel_safe]
    async fn read(mut self) -> Option<u32> {
    //~^ unannotated-impl
        self.0.recv().await
    }
}

fn main() {}
