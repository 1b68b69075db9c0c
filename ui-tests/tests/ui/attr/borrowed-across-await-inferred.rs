use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

fn largest(numbers: &[u32]) -> Option<&u32> {
    numbers.iter().max()
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, numbers: &[u32]) -> Option<u32> {
    let most = largest(numbers);
    rx.recv().await;
    most.copied()
}

fn main() {}
//~ 10: borrowed-across-await
