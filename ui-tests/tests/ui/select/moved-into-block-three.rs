use cancel_safe::{CancelSafe, safe_select};
use std::future::ready;
use tokio::sync::mpsc::{Receiver, UnboundedSender};

async fn run(tx: UnboundedSender<String>, item: String) {
    safe_select! {
        _ = async { tx.send(item) } => {}
        //~^ moved-into-block
        _ = ready(()) => {}
    }
}

async fn own(mut rx: Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = async move { rx.recv().await } => n,
        //~^ moved-into-block
        _ = ready(()) => None,
    }
}

fn name(name: String) -> impl CancelSafe<Output = String> {
    ready(name)
}

async fn operand(text: String) -> String {
    safe_select! {
        text = async { name(text).await } => text,
        //~^ moved-into-block
        _ = ready(()) => String::new(),
    }
}

fn main() {}
