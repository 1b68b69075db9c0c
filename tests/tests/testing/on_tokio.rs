//! Calls that need a runtime, whose time is paused.

use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, sleep, sleep_until};

use cancel_safe::testing::Check;

use super::*;

/// A task that sends three items, and a channel with plenty of room.
fn feed(log: Log) -> (Receiver<u32>, Sender<u32>) {
    let (tx, input) = channel(8);
    tokio::spawn(async move {
        for item in 1..=3 {
            tx.send(item).await.unwrap();
        }
    });
    let (output, mut rx) = channel(8);
    tokio::spawn(async move {
        while let Some(item) = rx.recv().await {
            log.record(format_args!("got {item}"));
        }
    });
    (input, output)
}

#[test]
fn finds_a_lost_item() {
    // Nothing here ever waits on its own: the items are there, and the channel has room.
    let failure = Check::new()
        .exhaustive(6)
        .on_tokio()
        .try_run(feed, async |(input, output)| {
            while let Some(item) = input.recv().await {
                output.send(item).await.unwrap();
            }
        })
        .unwrap_err();
    assert_eq!(cancels(&failure).len(), 1);
}

#[test]
fn lets_a_reserved_send_through() {
    Check::new().exhaustive(6).random(50).on_tokio().run(feed, async |(input, output)| {
        while let Ok(permit) = output.reserve().await {
            let Some(item) = input.recv().await else { return };
            permit.send(item);
        }
    });
}

#[test]
fn time_is_paused() {
    struct Deadline(Option<Instant>);

    let check = Check::new().exhaustive(4).random(0).on_tokio();
    check.run(
        |_log| Deadline(None),
        async |deadline| {
            let day = Duration::from_secs(30 * 60);
            sleep_until(*deadline.0.get_or_insert_with(|| Instant::now() + day)).await;
        },
    );

    let restarts = async |start: &mut Instant| {
        sleep(Duration::from_secs(1)).await;
        sleep(Duration::from_secs(1)).await;
        start.elapsed().as_secs()
    };
    let failure = check.try_run(|_log| Instant::now(), restarts).unwrap_err();
    assert_eq!(cancels(&failure), [2]);
}

#[test]
fn a_call_that_rests_may_rest() {
    let report = Check::new().exhaustive(3).random(0).on_tokio().run(
        |log| (log, std::convert::identity(channel::<u32>(1))),
        async |(log, (_tx, rx))| {
            let item = rx.recv().await;
            log.record(format_args!("{item:?}"));
        },
    );
    assert_eq!(report.suspensions, 1);
}
