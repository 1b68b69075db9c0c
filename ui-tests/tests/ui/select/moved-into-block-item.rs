use cancel_safe::safe_select;
use std::future::ready;
use tokio::sync::mpsc::UnboundedSender;

async fn run(tx: UnboundedSender<String>, item: String) {
    safe_select! {
        _ = async { tx.send(item) } => {}
        //~^ moved-into-block
        _ = ready(()) => {}
    }
}

fn main() {}
