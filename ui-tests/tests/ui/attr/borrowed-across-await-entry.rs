use cancel_safe::cancel_safe;
use std::collections::HashMap;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, counts: &mut HashMap<u8, u32>) {
    let entry = counts.entry(1);
    //~^ borrowed-across-await
    let n = rx.recv().await;
    entry.or_insert(n.unwrap_or(0));
}

fn main() {}
