//! Timers of an annotated function: what is left of them is kept when a call is dropped.

use std::time::Duration;

use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::sync::mpsc;
use tokio::time::{Instant, Sleep, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

#[cancel_safe]
async fn wait() {
    sleep(5 * SECOND).await;
}

#[cancel_safe]
async fn first(rx: &mut mpsc::Receiver<u32>) -> Result<Option<u32>, tokio::time::error::Elapsed> {
    let first = timeout(5 * SECOND, rx.recv()).await;
    sleep(SECOND).await;
    first
}

fn backoff(rounds: &[u32]) -> Sleep {
    sleep(5 * rounds.len() as u32 * SECOND)
}

#[cancel_safe]
async fn received(rx: &mut mpsc::Receiver<u32>, rounds: &[u32]) -> Option<u32> {
    safe_select! {
        item = rx.recv() => item,
        () = backoff(rounds) => None,
    }
}

#[cancel_safe]
async fn block(rx: &mut mpsc::Receiver<u32>) -> u32 {
    async { rx.recv().await }.await.unwrap_or(7)
}

#[tokio::test(start_paused = true)]
async fn a_sleep_ends_when_it_should() {
    let start = Instant::now();
    let mut pending = Checkpoint::new();
    let mut cancels = 0;
    while timeout(SECOND, wait(&mut pending)).await.is_err() {
        cancels += 1;
    }
    assert!((4..=5).contains(&cancels), "{cancels}");
    assert!(start.elapsed() < 5 * SECOND + Duration::from_millis(10), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_timeout_ends_when_it_should() {
    let start = Instant::now();
    let (_tx, mut rx) = mpsc::channel(1);
    let mut pending = Checkpoint::new();
    let result = loop {
        match timeout(SECOND, first(&mut pending, &mut rx)).await {
            Ok(result) => break result,
            Err(_) => assert!(pending.is_pending()),
        }
    };
    assert!(result.is_err());
    assert!(start.elapsed() < 6 * SECOND + Duration::from_millis(10), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_function_that_makes_a_timer_is_one() {
    let start = Instant::now();
    let (_tx, mut rx) = mpsc::channel(1);
    let mut pending = Checkpoint::new();
    let result = loop {
        match timeout(SECOND, received(&mut pending, &mut rx, &[1])).await {
            Ok(result) => break result,
            Err(_) => assert!(pending.is_pending() && start.elapsed() < 6 * SECOND),
        }
    };
    assert_eq!(result, None);
    assert!(start.elapsed() < 5 * SECOND + Duration::from_millis(10), "{:?}", start.elapsed());
}

#[tokio::test]
async fn an_async_block_is_a_leaf() {
    let (tx, mut rx) = mpsc::channel(1);
    drop(tx);
    assert_eq!(block(&mut Checkpoint::new(), &mut rx).await, 7);
}
