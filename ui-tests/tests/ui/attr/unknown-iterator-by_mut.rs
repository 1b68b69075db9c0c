use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn run(tx: &Sender<u32>, numbers: Vec<u32>) {
    let mut numbers = numbers.into_iter();
    for number in &mut numbers {
    //~^ unknown-iterator
        let _ = tx.send(number).await;
    }
    for number in numbers.by_ref() {
        //~^ unknown-iterator
        let _ = tx.send(number).await;
    }
}

fn main() {}
