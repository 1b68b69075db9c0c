use cancel_safe::cancel_safe;
use tokio::sync::Notify;

#[cancel_safe]
async fn run(notify: &Notify, count: &mut u32) {
    notify.notified().await;
    //~^ loses-on-cancel
    *count += 1;
}

fn main() {}
