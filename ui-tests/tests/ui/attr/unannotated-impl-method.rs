use cancel_safe::cancel_safe;

struct Connection(tokio::sync::mpsc::Receiver<u32>);

impl Connection {
    #[cancel_safe]
    async fn read(&mut self) -> Option<u32> {
    //~^ unannotated-impl
        self.0.recv().await
    }
}

fn main() {}
