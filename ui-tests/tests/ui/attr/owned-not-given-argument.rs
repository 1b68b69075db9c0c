use cancel_safe::cancel_safe;

#[cancel_safe]
async fn add(sum: &mut u32, n: u32) {
    std::future::ready(()).await;
    *sum += n;
}

#[cancel_safe]
async fn run(sum: &mut u32) {
    add(_, sum, 2).await;
    //~^ owned-not-given E0061
}

fn main() {}
