use std::collections::VecDeque;
use std::future::ready;

use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(queue: &mut VecDeque<u32>, rx: &mut Receiver<u32>) -> Vec<u32> {
    let mut got = Vec::new();
    loop {
        safe_select! {
            Some(n) = ready(queue.pop_front()) => got.push(n),
            //~^ loses-on-cancel
            Some(n) = { let first = queue.pop_front(); std::future::ready(first) } => got.push(n),
            //~^ loses-on-cancel
            Some(n) = async { queue.pop_front() } => got.push(n),
            Some(n) = rx.recv() => got.push(n),
            n = ready(got.len()) => println!("{n}"),
            else => return got,
        }
    }
}

fn main() {}
