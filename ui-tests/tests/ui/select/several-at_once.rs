use cancel_safe::safe_select;
use std::future::ready;
use tokio::sync::mpsc::Receiver;
use tokio::sync::mpsc::Sender;

async fn request() -> u32 {
    3
}

async fn run(rx: &mut Receiver<Result<u32, ()>>, tx: &Sender<u32>) -> u32 {
    safe_select! {
        n = request() => n,
        //~^ not-cancel-safe
        Some(Ok(n)) = rx.recv() => n,
        //~^ refutable-pattern
        _ = tx.send(1) => 2,
        //~^ loses-on-cancel
        _ = async { tx.closed().await; request().await } => 4,
        //~^ block-await
        n = ready("five") => n,
        //~^ E0308
    }
}

fn main() {}
