use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
fn first(rx: &mut Receiver<u32>, otherwise: u32) -> u32 {
//~^ not-async
    rx.recv().await.unwrap_or(otherwise)
}

#[cancel_safe(statless)]
//~^ unknown-argument
async fn next(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe]
async fn skip(rx: &mut Receiver<u32>, mut from: &[u32]) {
    //~^ mut-lent
    while rx.recv().await.as_ref() != from.first() {
        from = &from[1..];
    }
}

struct Connection {
    rx: Receiver<u32>,
    first: FirstCheckpoint,
    read: ConnectionReadCheckpoint,
    write: Writing,
}

#[cancel_safe]
impl Connection {
    #[cancel_safe(stored_in = read)]
    //~^ argument-value
    async fn read(&mut self) -> Option<u32> {
        self.rx.recv().await
    }

    #[cancel_safe(stored_in = self.write, checkpoint = Writing)]
    async fn write(&self, rx: &mut Receiver<u32>) -> Option<u32> {
    //~^ stored-shared
        rx.recv().await
    }
}

trait Poll {
    async fn poll(&mut self) -> Option<u32>;
}

#[cancel_safe]
impl Poll for Connection {
    #[cancel_safe]
    async fn poll(&mut self) -> Option<u32> {
    //~^ trait-method
        self.rx.recv().await
    }
}

#[cancel_safe]
async fn calls(connection: &mut Connection, rx: &mut Receiver<u32>) -> Option<u32> {
    let mut pending = Checkpoint::with(3);
    first(&mut pending, rx).await;
    skip(_, rx, &[1]).await;
    next(rx).await?;
    connection.write(rx).await?;
    connection.poll().await?;
    connection.read().await
}

fn main() {}
