use std::time::Duration;

use cancel_safe::{cancel_safe, safe_select};
use tokio::sync::mpsc::Receiver;
use tokio::time::{sleep, timeout};

const LIMIT: Duration = Duration::from_secs(1);

#[cancel_safe(stateless)]
async fn tick() {
    sleep(LIMIT).await;
    //~^ timer-starts-over
}

#[cancel_safe(stateless)]
async fn soon(rx: &mut Receiver<u32>) -> Option<u32> {
    timeout(LIMIT, rx.recv()).await.ok().flatten()
    //~^ timer-starts-over
}

#[cancel_safe(stateless)]
async fn next(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        item = rx.recv() => item,
        () = sleep(LIMIT) => None,
        //~^ timer-starts-over
    }
}

fn main() {}
