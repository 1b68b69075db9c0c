use cancel_safe::safe_select;
use std::pin::Pin;
use tokio::sync::mpsc::Receiver;

async fn run(task: Pin<Box<dyn Future<Output = u32>>>, rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        n = task => n,
        //~^ not-cancel-safe
        _ = rx.recv() => 0,
    }
}

fn main() {}
