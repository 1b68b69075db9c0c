use cancel_safe::{Checkpoint, cancel_safe};

#[cancel_safe]
async fn add(sum: &mut u32, items: Vec<u32>, factor: u32) {
    for item in items {
        *sum += std::future::ready(item * factor).await;
    }
}

async fn one_of_two(sum: &mut u32) {
    let mut pending = Checkpoint::with(vec![1]);
    //~^ owned-mismatch
    add(&mut pending, sum).await;
}

async fn in_another_order(sum: &mut u32) {
    let mut pending = Checkpoint::with((2, vec![1]));
    //~^ owned-mismatch
    add(&mut pending, sum).await;
}

fn main() {}
