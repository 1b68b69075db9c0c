use cancel_safe::safe_select;
use std::future::ready;
use tokio::sync::mpsc::Receiver;

async fn run(mut rx: Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = async move { rx.recv().await } => n,
        //~^ moved-into-block
        _ = ready(()) => None,
    }
}

fn main() {}
