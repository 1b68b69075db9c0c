use async_channel::Sender;
use cancel_safe::cancel_safe;
use std::cell::Cell;

#[cancel_safe]
async fn run<'a>(tx: &Sender<&'a Cell<u32>>, n: &'a Cell<u32>) {
    let _ = tx.send(n).await;
    //~^ item-not-kept
}

fn main() {}
