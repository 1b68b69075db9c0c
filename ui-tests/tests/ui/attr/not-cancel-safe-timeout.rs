use cancel_safe::cancel_safe;
use std::time::Duration;
use tokio::time::timeout;

async fn request(n: &u32) -> u32 {
    *n
}

#[cancel_safe]
async fn run(n: &u32) -> Option<u32> {
    timeout(Duration::from_secs(1), request(n)).await.ok()
    //~^ not-cancel-safe
}

fn main() {}
