use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe]
async fn inside(rx: &mut Receiver<u32>) {
    read(rx, _).await;
    //~^ E0308
}

async fn outside(rx: &mut Receiver<u32>) {
    let mut pending = Checkpoint::new();
    read(rx, &mut pending).await;
    //~^ E0308
}

fn main() {}
