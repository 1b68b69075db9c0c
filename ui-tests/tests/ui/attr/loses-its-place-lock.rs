use cancel_safe::cancel_safe;
use tokio::sync::Mutex;

#[cancel_safe]
async fn run(count: &Mutex<u32>) -> u32 {
    *count.lock().await
    //~^ loses-its-place
}

fn main() {}
