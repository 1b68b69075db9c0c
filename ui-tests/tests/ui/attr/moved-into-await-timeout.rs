use cancel_safe::cancel_safe;
use std::time::Duration;
use tokio::time::timeout;

async fn call(request: Vec<u8>) -> usize {
    request.len()
}

#[cancel_safe]
async fn run(limit: Duration, request: Vec<u8>) -> Option<usize> {
    timeout(limit, cancel_safe::abandon(call(request))).await.ok()
    //~^ moved-into-await
}

fn main() {}
