use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;
use tracing::Span;

#[cancel_safe]
async fn read(rx: &mut Receiver<u32>, span: &Span) -> Option<u32> {
    let entered = span.enter();
    //~^ guard-across-await
    let item = rx.recv().await;
    drop(entered);
    item
}

fn main() {}
