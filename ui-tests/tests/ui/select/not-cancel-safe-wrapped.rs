use cancel_safe::safe_select;
use futures::FutureExt;

async fn one() {}

async fn run() {
    safe_select! {
        _ = one().fuse() => {}
        //~^ not-cancel-safe
        _ = async { one().await }.fuse() => {}
        //~^ not-cancel-safe
    }
}

fn main() {}
