use cancel_safe::safe_select;
use std::future::ready;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = async { rx.recv().await?; rx.recv().await } => n,
        //~^ block-await
        _ = ready(()) => None,
    }
}

fn main() {}
