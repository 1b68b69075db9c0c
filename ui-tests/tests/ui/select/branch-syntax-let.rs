use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        let n = rx.recv() => n.unwrap_or(0),
        //~^ branch-syntax
    }
}

async fn otherwise(rx: &mut Receiver<u32>, ready: bool) -> u32 {
    safe_select! {
        Some(n) = rx.recv() => n,
        else if ready => 0,
        //~^ branch-syntax
    }
}

fn main() {}
