use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn run(tx: &Sender<u32>, queue: &mut Vec<u32>) {
    for n in queue.drain(..) {
    //~^ drained-across-await
        let _ = tx.send(n).await;
    }
}

fn main() {}
