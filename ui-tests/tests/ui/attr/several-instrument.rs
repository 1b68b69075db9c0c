use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

// What stands above has made one future of the body: `#[instrument]` belongs below.
#[tracing::instrument(skip_all)]
//~^ moved-into-await not-cancel-safe moved-into-await
#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await?;
    rx.recv().await
}

fn main() {}
