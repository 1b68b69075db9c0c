use cancel_safe::safe_select;
use std::future::ready;

async fn run(n: u32) -> u32 {
    safe_select! {
        Some(n) = ready(n) => n,
        //~^ some-of-no-option
        else => 3,
    }
}

fn main() {}
