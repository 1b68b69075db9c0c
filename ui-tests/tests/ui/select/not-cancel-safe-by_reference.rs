use cancel_safe::safe_select;
use std::pin::pin;

async fn request() -> u32 {
    3
}

async fn run() -> u32 {
    safe_select! {
        n = &mut Box::pin(request()) => n,
        //~^ not-cancel-safe
        n = pin!(request()) => n,
        //~^ not-cancel-safe
    }
}

fn main() {}
