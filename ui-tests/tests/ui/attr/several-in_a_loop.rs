use cancel_safe::cancel_safe;
use std::cell::RefCell;
use std::io::BufRead;
use tokio::sync::mpsc::{Receiver, Sender};

async fn request(n: u32) -> u32 {
    n
}

#[cancel_safe]
async fn run<R: BufRead>(
    rx: &mut Receiver<u32>,
    tx: &Sender<u32>,
    log: &RefCell<Vec<u32>>,
    queue: &mut Vec<u32>,
    reader: &mut R,
) {
    for line in reader.lines() {
        //~^ unknown-iterator
        let _ = tx.send(line.map_or(0, |line| line.len() as u32)).await;
    }
    for n in queue.drain(..) {
        //~^ drained-across-await
        let _ = tx.send(n).await;
    }
    let mut log = log.borrow_mut();
    //~^ guard-across-await
    while let Some(n) = rx.recv().await {
        log.push(request(n).await);
        //~^ not-cancel-safe
    }
}

fn main() {}
