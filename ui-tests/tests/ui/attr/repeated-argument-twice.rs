use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless, stateless)]
//~^ repeated-argument
async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe(checkpoint = A, checkpoint = B)]
//~^ repeated-argument
async fn other(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

fn main() {}
