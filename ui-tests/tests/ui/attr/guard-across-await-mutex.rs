use cancel_safe::cancel_safe;
use std::sync::Mutex;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, count: &Mutex<u32>) {
    let mut count = count.lock().unwrap();
    *count += rx.recv().await.unwrap_or(0);
}

fn main() {}
//~ 7: guard-across-await
