use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::mpsc::Receiver;

struct Connection(Receiver<u32>);

impl Connection {
    #[cancel_safe]
    async fn read(&mut self, from: &u32, numbers: Vec<u32>) -> Option<usize> {
    //~^ unannotated-impl
        let read = self.skip(_, from).await?;
        Some(read + numbers.len())
    }

    #[cancel_safe]
    async fn skip(&mut self, from: &u32) -> Option<usize> {
    //~^ unannotated-impl
        self.0.recv().await.filter(|n| n > from).map(|n| n as usize)
    }

    #[cancel_safe]
    async fn into_first(mut self) -> Option<u32> {
    //~^ unannotated-impl
        self.0.recv().await
    }

    #[cancel_safe(checkpoint = Opening)]
    async fn open(rx: &mut Receiver<Receiver<u32>>) -> Option<Self> {
    //~^ unannotated-impl
        rx.recv().await.map(Self)
    }
}

#[cancel_safe]
async fn reads(connection: &mut Connection, from: &u32) -> Option<usize> {
    let mut pending = Checkpoint::with(vec![1]);
    let read = connection.read(&mut pending, from).await?;
    Some(read + connection.skip(_, from).await?)
}

async fn by_hand(rx: &mut Receiver<Receiver<u32>>) -> Option<u32> {
    let connection = Connection::open(&mut Checkpoint::new(), rx).await?;
    Connection::into_first(&mut Checkpoint::with(connection)).await
}

fn main() {}
