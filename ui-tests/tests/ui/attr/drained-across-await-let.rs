use cancel_safe::cancel_safe;
use std::collections::VecDeque;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn run(tx: &Sender<u32>, queue: &mut VecDeque<u32>) {
    let mut rest = queue.drain(..);
    //~^ drained-across-await
    while let Some(n) = rest.next() {
        let _ = tx.send(n).await;
    }
}

fn main() {}
