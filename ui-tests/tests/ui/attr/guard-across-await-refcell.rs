use cancel_safe::cancel_safe;
use std::cell::RefCell;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, counts: &RefCell<Vec<u32>>) {
    let counts = counts.borrow();
    //~^ guard-across-await
    let n = rx.recv().await;
    println!("{n:?} {}", counts.len());
}

fn main() {}
