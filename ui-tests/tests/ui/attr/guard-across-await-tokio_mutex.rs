use cancel_safe::cancel_safe;
use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, count: &Mutex<u32>) {
    let mut count = cancel_safe::requeue(count.lock()).await;
    //~^ guard-across-await
    *count += rx.recv().await.unwrap_or(0);
}

fn main() {}
