use cancel_safe::safe_select;
use std::pin::pin;

async fn request() -> u32 {
    3
}

async fn run() -> u32 {
    safe_select! {
        n = &mut Box::pin(request()) => n,
        n = pin!(request()) => n,
    }
}

fn main() {}
