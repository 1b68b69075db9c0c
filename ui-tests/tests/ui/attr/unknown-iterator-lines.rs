use cancel_safe::cancel_safe;

use std::io::BufRead;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn run<R: BufRead>(tx: &Sender<usize>, reader: &mut R) {
    for line in reader.lines() {
    //~^ unknown-iterator
        let _ = tx.send(line.map_or(0, |line| line.len())).await;
    }
}

fn main() {}
