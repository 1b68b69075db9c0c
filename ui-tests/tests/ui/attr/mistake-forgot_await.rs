#![deny(warnings)]

use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::mpsc::{Receiver, Sender};

#[cancel_safe]
async fn pass(rx: &mut Receiver<u32>, tx: &Sender<u32>) {
    let n = rx.recv().await.unwrap_or(0);
    tx.send(n);
    //~^ syntax
}

fn run(rx: &mut Receiver<u32>, tx: &Sender<u32>) {
    let mut pending = Checkpoint::new();
    pass(&mut pending, rx, tx);
    //~^ syntax
}

fn main() {
    let _ = run;
}
