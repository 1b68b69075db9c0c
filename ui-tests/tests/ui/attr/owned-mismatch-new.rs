use cancel_safe::{Checkpoint, cancel_safe};

#[cancel_safe]
async fn add(sum: &mut u32, n: u32) {
    *sum += n;
}

async fn run(sum: &mut u32) {
    let mut pending = Checkpoint::new();
    //~^ owned-mismatch
    add(&mut pending, sum).await;
}

fn main() {}
