use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe]
async fn skip(rx: &mut Receiver<u32>) {
    rx.recv().await;
}

async fn missing(rx: &mut Receiver<u32>) {
    read(rx).await;
    //~^ E0061
}

#[cancel_safe]
async fn missing_inside(rx: &mut Receiver<u32>) {
    read(rx).await;
    //~^ E0061
}

async fn shared(rx: &mut Receiver<u32>) {
    let mut pending = Checkpoint::new();
    read(&pending, rx).await;
    //~^ E0308
}

async fn by_value(rx: &mut Receiver<u32>) {
    let pending = Checkpoint::new();
    read(pending, rx).await;
    //~^ E0308
}

async fn of_another_function(rx: &mut Receiver<u32>) {
    let mut pending = Checkpoint::new();
    read(&mut pending, rx).await;
    skip(&mut pending, rx).await;
    //~^ E0308
}

async fn outside(rx: &mut Receiver<u32>) {
    read(_, rx).await;
    //~^ syntax
}

fn main() {}
