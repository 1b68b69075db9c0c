use std::time::Duration;

use async_io::Timer;
use cancel_safe::{cancel_safe, safe_select};
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn next(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        item = rx.recv() => item,
        _ = Timer::after(Duration::from_secs(1)) => None,
        //~^ timer-starts-over
    }
}

/// A select of its own starts it over, as the code says.
async fn plain(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        item = rx.recv() => item,
        _ = Timer::after(Duration::from_secs(1)) => None,
    }
}

fn main() {}
