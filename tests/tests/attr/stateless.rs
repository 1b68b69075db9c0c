//! Functions that need no checkpoint: what they may await.

use std::time::Duration;

use cancel_safe::{cancel_safe, safe_select};
use futures::FutureExt as _;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::{Instant, sleep_until, timeout_at};

#[cancel_safe(stateless)]
async fn limited(rx: &mut Receiver<u32>, deadline: Instant) -> Option<u32> {
    timeout_at(deadline, rx.recv()).await.ok().flatten()
}

#[cancel_safe(stateless)]
async fn mapped(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().map(|item| item.map(|item| item + 10)).await
}

#[cancel_safe(stateless)]
async fn block(rx: &mut Receiver<u32>) -> Option<u32> {
    async { rx.recv().await.map(|item| item + 10) }.await
}

#[cancel_safe(stateless)]
async fn limited_block(rx: &mut Receiver<u32>, deadline: Instant) -> Option<u32> {
    (timeout_at(deadline, async { rx.recv().await }).await).ok().flatten()
}

#[cancel_safe(stateless)]
async fn until(deadline: Instant) {
    sleep_until(deadline).await;
}

#[tokio::test(start_paused = true)]
async fn wrappers_and_blocks_are_looked_into() {
    let (tx, mut rx) = channel(4);
    for item in 0..4 {
        tx.try_send(item).unwrap();
    }
    let deadline = Instant::now() + Duration::from_secs(1);
    assert_eq!(safe_select! { item = limited(&mut rx, deadline) => item }, Some(0));
    assert_eq!(safe_select! { item = mapped(&mut rx) => item }, Some(11));
    assert_eq!(safe_select! { item = block(&mut rx) => item }, Some(12));
    assert_eq!(safe_select! { item = limited_block(&mut rx, deadline) => item }, Some(3));
    assert_eq!(safe_select! { item = limited(&mut rx, deadline) => item }, None);
    safe_select! { () = until(deadline) => assert_eq!(Instant::now(), deadline) }
}

struct Shutdown {
    is_shut: bool,
    asked: u32,
    told: Receiver<u32>,
}

#[cancel_safe(stateless)]
async fn told(shutdown: &mut Shutdown) -> u32 {
    if shutdown.is_shut {
        shutdown.asked += 1;
        return shutdown.asked;
    }
    let _ = shutdown.told.recv().await;
    shutdown.is_shut = true;
    0
}

#[tokio::test]
async fn a_way_that_ends_the_call_may_do_anything() {
    let (tx, told_rx) = channel(4);
    let mut shutdown = Shutdown { is_shut: false, asked: 0, told: told_rx };
    let pending = safe_select! { biased; n = told(&mut shutdown) => Some(n), default => None };
    assert_eq!(pending, None);
    tx.try_send(1).unwrap();
    assert_eq!(told(&mut shutdown).await, 0);
    assert_eq!(told(&mut shutdown).await, 1);
    assert_eq!(told(&mut shutdown).await, 2);
}
