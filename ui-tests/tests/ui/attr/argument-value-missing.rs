use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe(checkpoint, stateless)]
//~^ argument-value
async fn name(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe(checkpoint = )]
//~^ argument-value
async fn value(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe(checkpoint = Two Three)]
//~^ argument-value
async fn comma(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

fn main() {}
