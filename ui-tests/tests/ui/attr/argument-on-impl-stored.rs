use cancel_safe::cancel_safe;

struct Connection(tokio::sync::mpsc::Receiver<u32>);

#[cancel_safe(stored_in = self.pending)]
//~^ argument-on-impl
impl Connection {
    async fn read(&mut self) -> Option<u32> {
        self.0.recv().await
    }
}

fn main() {}
