use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

macro_rules! twice {
    ($e:expr) => {{
        $e.await;
        $e.await;
    }};
}

async fn run(rx: &mut Receiver<u32>, queue: &mut Vec<u32>) {
    safe_select! {
        _ = async { queue.pop(); rx.recv().await } => {}
        //~^ block-effect
        _ = async { rx.recv().await; rx.recv().await } => {}
        //~^ block-await
        _ = async { for _ in 0..3 { rx.recv().await; } } => {}
        //~^ block-loop
        _ = async { twice!(rx.recv()) } => {}
        //~^ await-in-macro
        _ = async { let n = queue.pop().unwrap(); other(n).await } => {}
        //~^ block-effect
    }
}

async fn other(_: u32) {}

fn main() {}
