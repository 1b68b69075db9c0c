use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, numbers: &[u32]) -> Option<u32> {
    let largest = numbers.iter().max();
    rx.recv().await;
    largest.copied()
}

fn main() {}
//~ 6: borrowed-across-await
