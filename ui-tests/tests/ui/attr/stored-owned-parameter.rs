use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Sender;

struct Connection {
    tx: Sender<u32>,
    pending: ConnectionWriteCheckpoint,
}

#[cancel_safe]
impl Connection {
    #[cancel_safe(stored_in = self.pending)]
    async fn write(&mut self, value: u32) {
    //~^ stored-owned
        self.tx.send(value).await.unwrap();
    }
}

fn main() {}
