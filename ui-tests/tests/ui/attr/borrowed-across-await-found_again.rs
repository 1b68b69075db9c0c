use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn add(rx: &mut Receiver<u32>, sum: &mut u32) {
    *sum += rx.recv().await.unwrap_or(0);
    *sum += rx.recv().await.unwrap_or(0);
}

#[cancel_safe]
async fn add_to_first(rx: &mut Receiver<u32>, sums: &mut [u32]) {
    add(_, rx, sums.get_mut(0).filter(|sum| **sum < 2).unwrap()).await;
    //~^ borrowed-across-await
}

fn main() {}
