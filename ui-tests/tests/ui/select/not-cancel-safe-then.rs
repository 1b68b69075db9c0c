use cancel_safe::safe_select;
use futures::FutureExt;
use std::future::ready;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        n = rx.recv().then(|n| async move { n.unwrap_or(0) }) => n,
        //~^ not-cancel-safe
        _ = ready(()) => 0,
    }
}

fn main() {}
