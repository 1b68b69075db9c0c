use cancel_safe::cancel_safe;
use parking_lot::Mutex;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn count(rx: &mut Receiver<u32>, total: &Mutex<u32>) {
    let mut total = total.lock();
    //~^ guard-across-await
    *total += 1;
    rx.recv().await;
}

fn main() {}
