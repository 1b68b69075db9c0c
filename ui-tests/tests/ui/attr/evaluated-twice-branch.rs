use cancel_safe::{cancel_safe, safe_select};

use std::collections::VecDeque;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, stop: &mut Receiver<u32>, queue: &mut VecDeque<u32>) -> Option<u32> {
    let mut count = 0;
    safe_select! {
        item = { queue.pop_front(); rx.recv() } => item.map(|item| item + count),
        //~^ evaluated-twice
        item = Box::pin({ count += 1; stop.recv() }) => item,
        //~^ evaluated-twice
    }
}

fn main() {}
