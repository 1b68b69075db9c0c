use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe(checkpoint, stateless)]
async fn name(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe(checkpoint = )]
async fn value(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe(checkpoint = Two Three)]
async fn comma(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

fn main() {}
