use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    async {
        rx.recv().await;
        rx.recv().await
        //~^ block-await
    }
    .await
}

fn main() {}
