use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

fn largest(numbers: &[u32]) -> &u32 {
    numbers.iter().max().unwrap()
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, numbers: &[u32]) -> u32 {
    let most: &u32 = largest(numbers);
    //~^ borrowed-across-await
    rx.recv().await.unwrap_or(*most)
}

fn main() {}
