use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[tracing::instrument(skip_all)]
//~^ wrong-item
#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await?;
    rx.recv().await
}

fn main() {}
