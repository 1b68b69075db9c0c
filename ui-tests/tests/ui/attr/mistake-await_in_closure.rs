use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> u32 {
    let read = || rx.recv().await;
    //~^ E0728
    read().unwrap()
}

fn main() {}
