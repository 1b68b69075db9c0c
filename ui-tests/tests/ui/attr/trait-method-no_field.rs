use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

trait Read {
    fn read(&mut self) -> impl Future<Output = Option<u32>>;
}

struct Connection(Receiver<u32>);

#[cancel_safe]
impl Read for Connection {
    #[cancel_safe]
    async fn read(&mut self) -> Option<u32> {
    //~^ trait-method
        self.0.recv().await
    }
}

fn main() {}
