use cancel_safe::cancel_safe;
use tokio::sync::Mutex;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn send(tx: &Sender<u32>, count: &Mutex<u32>) {
    let mut count = count.lock().await;
    //~^ loses-its-place guard-across-await
    *count += 1;
    let _ = tx.send(*count).await;
}

fn main() {}
