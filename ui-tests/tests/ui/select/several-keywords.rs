use cancel_safe::safe_select;
use std::future::ready;

async fn run() {
    safe_select! {
        biased,
        _ = ready(()) => {}
    }
    safe_select! {
        _ = ready(()) => {}
        biased;
        _ = ready(()) => {}
    }
    safe_select! {
        _ = ready(()) => {}
        complete => {}
        default => {}
        default => {}
        complete => {}
        else => {}
    }
    safe_select! {
        _ = ready(()) => {}
        else, if true => {}
    }
}

fn main() {}
