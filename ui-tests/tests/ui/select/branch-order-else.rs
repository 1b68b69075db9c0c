use cancel_safe::safe_select;
use std::future::ready;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        Some(n) = rx.recv() => n,
        else => 0,
        //~^ branch-order
        _ = ready(()) => 1,
    }
}

fn main() {}
