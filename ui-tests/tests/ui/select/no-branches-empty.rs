async fn run() {
    cancel_safe::safe_select! {}
    cancel_safe::safe_select! { biased; }
}

fn main() {}
