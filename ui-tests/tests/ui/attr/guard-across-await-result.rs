use cancel_safe::cancel_safe;
use std::sync::RwLock;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, count: &RwLock<u32>) -> bool {
    let locked = count.try_read();
    //~^ guard-across-await
    rx.recv().await;
    locked.is_ok()
}

fn main() {}
