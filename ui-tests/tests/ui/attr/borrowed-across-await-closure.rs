use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Sender;

fn is_wanted(number: u32) -> bool {
    println!("asked about {number}");
    number > 1
}

#[cancel_safe]
async fn run(tx: &Sender<u32>, numbers: &[u32]) {
    for number in numbers.iter().filter(|number| is_wanted(**number)) {
        //~^ borrowed-across-await
        let _ = tx.send(*number).await;
    }
}

fn main() {}
