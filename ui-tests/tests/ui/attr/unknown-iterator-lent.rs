use cancel_safe::cancel_safe;

use std::vec::IntoIter;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn run(tx: &Sender<u32>, numbers: &mut IntoIter<u32>) {
    for number in numbers {
    //~^ unknown-iterator
        let _ = tx.send(number).await;
    }
}

fn main() {}
