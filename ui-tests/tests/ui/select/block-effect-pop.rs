use cancel_safe::requeue;
use cancel_safe::safe_select;
use std::future::ready;
use tokio::sync::mpsc::Sender;

async fn run(tx: &Sender<u32>, queue: &mut Vec<u32>) {
    safe_select! {
        _ = async { if let Some(n) = queue.pop() { let _ = requeue(tx.reserve()).await.map(|p| p.send(n)); } } => {}
        //~^ block-effect
        _ = ready(()) => {}
    }
}

fn main() {}
