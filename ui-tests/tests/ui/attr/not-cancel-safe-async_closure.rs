use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    let mut both = async || rx.recv().await.zip(rx.recv().await);
    both().await.map(|(a, b)| a + b)
    //~^ not-cancel-safe
}

fn main() {}
