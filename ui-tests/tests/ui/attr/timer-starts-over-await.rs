use async_io::Timer;
use cancel_safe::cancel_safe;
use std::time::Duration;

#[cancel_safe]
async fn run(count: &mut u32) {
    Timer::after(Duration::from_secs(1)).await;
    //~^ timer-starts-over
    *count += 1;
}

fn main() {}
