use cancel_safe::cancel_safe;
use std::sync::Mutex;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, count: &Mutex<u32>) {
    let count = count.lock().unwrap();
    //~^ guard-across-await
    println!("{count}");
    rx.recv().await;
    drop(count);
}

fn main() {}
