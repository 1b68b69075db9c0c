use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Connection {
    rx: Receiver<u32>,
    pending: Option<u32>,
}

impl Connection {
    #[cancel_safe(stored_in = self.pending)]
    async fn read(&mut self) -> Option<u32> {
    //~^ unannotated-impl
        self.rx.recv().await
    }
}

#[cancel_safe]
async fn reads(connection: &mut Connection) -> Option<u32> {
    connection.read().await
}

fn main() {}
