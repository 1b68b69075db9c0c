use cancel_safe::safe_select;
use std::future::ready;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        n = async { let mut sum = 0; while let Some(n) = rx.recv().await { sum += n } sum } => n,
        //~^ block-loop
        _ = ready(()) => 0,
    }
}

fn main() {}
