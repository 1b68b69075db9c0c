use cancel_safe::cancel_safe;
use std::pin::Pin;

type Boxed = Pin<Box<dyn Future<Output = u32> + Send>>;

fn request() -> Boxed {
    Box::pin(async { 3 })
}

#[cancel_safe]
async fn run(n: &mut u32) {
    *n += request().await;
    //~^ not-cancel-safe
}

fn main() {}
