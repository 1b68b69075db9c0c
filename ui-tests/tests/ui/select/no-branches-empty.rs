async fn run() {
    cancel_safe::safe_select! {}
    //~^ no-branches
    cancel_safe::safe_select! { biased; }
    //~^ no-branches
}

fn main() {}
