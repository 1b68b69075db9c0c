use std::time::Duration;

use cancel_safe::{cancel_safe, safe_select};
use tokio::sync::mpsc::Receiver;
use tokio::time::{sleep, timeout};

const LIMIT: Duration = Duration::from_secs(1);

#[cancel_safe]
async fn next(rx: &mut Receiver<u32>, other: &mut Receiver<u32>) -> Option<u32> {
    async { timeout(LIMIT, other.recv()).await.ok().flatten() }.await;
    //~^ timer-starts-over
    safe_select! {
        item = rx.recv() => item,
        none = async {
            sleep(LIMIT).await;
            //~^ timer-starts-over
            None
        } => none,
    }
}

/// A select of its own starts it over, as the code says.
async fn plain(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        item = rx.recv() => item,
        none = async {
            sleep(LIMIT).await;
            None
        } => none,
    }
}

fn main() {}
