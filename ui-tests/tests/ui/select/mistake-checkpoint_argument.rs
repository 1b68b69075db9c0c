use cancel_safe::{cancel_safe, safe_select};
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = read(rx) => n,
        //~^ E0061
        _ = std::future::ready(()) => None,
    }
}

fn main() {}
