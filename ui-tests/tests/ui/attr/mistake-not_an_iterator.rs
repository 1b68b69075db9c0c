use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Batch {
    size: usize,
}

#[cancel_safe]
async fn skip(rx: &mut Receiver<u32>, batch: &Batch) {
    for _ in 5 {
        //~^ E0277
        rx.recv().await;
    }
    for _ in batch.size {
        //~^ E0277
        rx.recv().await;
    }
    for _ in batch {
        //~^ E0277
        rx.recv().await;
    }
}

fn main() {}
