use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn send(tx: &Sender<u32>, numbers: &[u32]) {
    #[rederive]
    let mut sorted: Vec<&u32> = numbers.iter().collect();
    //~^ borrowed-across-await
    sorted.sort();
    for &&n in &sorted {
        let _ = tx.send(n).await;
    }
}

fn main() {}
