use cancel_safe::cancel_safe;

#[cancel_safe]
async fn add(sum: &mut u32, n: u32) {
    std::future::ready(()).await;
    *sum += n;
}

#[cancel_safe]
async fn run(sum: &mut u32) {
    add(_, sum).await;
    //~^ owned-not-given
    add(&mut cancel_safe::Checkpoint::with(2), sum).await;
}

fn main() {}
