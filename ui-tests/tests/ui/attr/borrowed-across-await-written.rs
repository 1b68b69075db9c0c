use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, numbers: &[u32]) -> u32 {
    let largest: &u32 = numbers.iter().max().unwrap();
    //~^ borrowed-across-await
    rx.recv().await.unwrap_or(*largest)
}

fn main() {}
