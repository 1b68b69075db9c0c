use cancel_safe::safe_select;
use std::future::ready;

fn run() -> u32 {
    safe_select! {
    //~^ E0728
        n = ready(1) => n,
    }
}

fn main() {}
