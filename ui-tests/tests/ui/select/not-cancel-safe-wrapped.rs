use cancel_safe::safe_select;
use futures::FutureExt;

async fn one() {}

async fn run() {
    safe_select! {
        _ = one().fuse() => {}
        _ = async { one().await }.fuse() => {}
    }
}

fn main() {}
