//! The iterator of a `for` that borrows, and cannot be made again. Its items are not reported besides.

use cancel_safe::cancel_safe;

async fn pause() {}

#[cancel_safe]
async fn sum(list: Vec<u32>) -> u32 {
    let mut seen = 0;
    let mut sum = 0;
    for number in list.iter().inspect(|_| seen += 1) {
        //~^ borrowed-across-await
        cancel_safe::assume_cancel_safe(pause()).await;
        sum += number;
    }
    sum + seen
}

fn main() {}
