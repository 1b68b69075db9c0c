//! tokio's timers, with a clock that stands still unless all wait.

use std::time::Duration;

use crate::support::{remake, resume};
use cancel_safe::Progress;
use tokio::time::{self, Instant, sleep, sleep_until, timeout, timeout_at};

const SECOND: Duration = Duration::from_secs(1);

/// Cancels `call` every second, and makes it again, until it ends. Yields its output and how many
/// seconds that took.
async fn cancelled_each_second<T>(mut call: impl AsyncFnMut() -> T) -> (T, u64) {
    let start = Instant::now();
    loop {
        let tick = sleep(SECOND);
        tokio::select! {
            biased;
            output = call() => return (output, start.elapsed().as_secs()),
            () = tick => {}
        }
        assert!(start.elapsed() < 60 * SECOND, "the call starts over each time");
    }
}

#[tokio::test(start_paused = true)]
async fn sleep_keeps_its_deadline() {
    // checks tokio::time: sleep
    let mut progress = Progress::None;
    let (_, seconds) =
        cancelled_each_second(async || remake!(sleep(5 * SECOND), &mut progress)).await;
    assert_eq!((seconds, progress), (5, Progress::None));
}

#[tokio::test(start_paused = true)]
async fn sleep_until_keeps_its_deadline() {
    // checks tokio::time: sleep_until
    let mut progress = Progress::None;
    let (_, seconds) = cancelled_each_second(async || {
        remake!(sleep_until(Instant::now() + 5 * SECOND), &mut progress)
    })
    .await;
    assert_eq!((seconds, progress), (5, Progress::None));
}

#[tokio::test(start_paused = true)]
async fn timeout_keeps_its_deadline() {
    let (_tx, mut rx) = tokio::sync::mpsc::channel::<()>(1);
    let mut progress = Progress::None;
    let (output, seconds) = cancelled_each_second(async || {
        let receive = cancel_safe::assume_cancel_safe(rx.recv());
        remake!(time::timeout(5 * SECOND, receive), &mut progress)
    })
    .await;
    assert!(output.is_err());
    assert_eq!((seconds, progress), (5, Progress::None));
}

#[tokio::test(start_paused = true)]
async fn timeout_of_what_ends_in_time() {
    let start = Instant::now();
    let mut progress = Progress::None;
    let (output, seconds) = cancelled_each_second(async || {
        remake!(timeout(5 * SECOND, sleep_until(start + 3 * SECOND)), &mut progress)
    })
    .await;
    assert!(output.is_ok());
    assert_eq!((seconds, progress), (3, Progress::None));
}

#[tokio::test(start_paused = true)]
async fn timeout_at_has_a_deadline() {
    let deadline = Instant::now() + 5 * SECOND;
    let mut progress = Progress::None;
    let (output, seconds) = cancelled_each_second(async || {
        remake!(timeout_at(deadline, std::future::pending::<()>()), &mut progress)
    })
    .await;
    assert!(output.is_err());
    assert_eq!((seconds, progress), (5, Progress::None));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_before_the_first_one() {
    let early = Instant::now();
    time::advance(10 * SECOND).await;
    // The first deadline of the process sets the origin.
    let mut progress = Progress::None;
    remake!(sleep(SECOND), &mut progress);
    let mut progress = Progress::None;
    let before = Instant::now();
    remake!(sleep_until(early), &mut progress);
    assert!(before.elapsed() < SECOND);
}

/// As tokio's documentation says, and so it is safe in a `select!`: the wait is not made shorter.
#[tokio::test(start_paused = true)]
async fn a_plain_sleep_starts_over() {
    let mut rounds = 0;
    for _ in 0..10 {
        tokio::select! {
            () = sleep(5 * SECOND) => break,
            () = sleep(SECOND) => rounds += 1,
        }
    }
    assert_eq!(rounds, 10);
}

#[tokio::test(start_paused = true)]
async fn interval_ticks_are_not_lost() {
    // checks tokio::time::Interval: tick
    let mut interval = time::interval(2 * SECOND);
    let start = Instant::now();
    let mut progress = Progress::None;
    let mut ticks = Vec::new();
    while ticks.len() < 3 {
        let (tick, _) =
            cancelled_each_second(async || resume!(interval.tick(), &mut progress)).await;
        ticks.push((tick - start).as_secs());
    }
    assert_eq!(ticks, [0, 2, 4]);
}
