use cancel_safe::cancel_safe;
use std::time::Duration;
use tokio::time::timeout;

async fn request(n: u32) -> u32 {
    n
}

#[cancel_safe]
async fn local(n: &u32) -> u32 {
    let call = request(*n);
    call.await + 1
    //~^ moved-into-await
}

#[cancel_safe]
async fn parameter(call: impl Future<Output = u32>) -> u32 {
    call.await
    //~^ moved-into-await
}

#[cancel_safe]
async fn limited(n: &u32) -> Option<u32> {
    let call = request(*n);
    timeout(Duration::from_secs(1), call).await.ok()
    //~^ moved-into-await
}

fn main() {}
