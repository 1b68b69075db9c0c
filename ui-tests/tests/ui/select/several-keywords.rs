use cancel_safe::safe_select;
use std::future::ready;

async fn run() {
    safe_select! {
        biased,
        //~^ branch-syntax
        _ = ready(()) => {}
    }
    safe_select! {
        _ = ready(()) => {}
        biased;
        //~^ branch-order
        _ = ready(()) => {}
    }
    safe_select! {
        _ = ready(()) => {}
        complete => {}
        default => {}
        default => {}
        //~^ repeated-branch
        complete => {}
        //~^ repeated-branch
        else => {}
        //~^ repeated-branch
    }
    safe_select! {
        _ = ready(()) => {}
        else, if true => {}
        //~^ branch-syntax
    }
}

fn main() {}
