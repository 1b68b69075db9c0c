//! `cancel_safe::testing`: what it finds, and what it lets through.

use std::cell::Cell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use cancel_safe::testing::{Check, Failure, Log, check, pending_times, yield_now};

/// Items to take, with an await before each.
struct Source(VecDeque<u32>);

impl Source {
    fn new(items: impl IntoIterator<Item = u32>) -> Self {
        Source(items.into_iter().collect())
    }

    async fn next(&mut self) -> Option<u32> {
        yield_now().await;
        self.0.pop_front()
    }
}

/// Items to give away, with an await before each.
struct Sink(Log);

impl Sink {
    async fn send(&self, item: u32) {
        yield_now().await;
        self.0.record(format_args!("send {item}"));
    }
}

fn three_items(log: Log) -> (Source, Sink) {
    (Source::new([1, 2, 3]), Sink(log))
}

fn cancels(failure: &Failure) -> Vec<usize> {
    failure.schedule().cancels().collect()
}

#[test]
fn a_call_without_state_passes() {
    check(three_items, async |(source, sink)| {
        // Taken and sent within one poll.
        while let Some(item) = source.next().await {
            sink.0.record(item);
        }
    });
}

#[test]
fn finds_a_lost_item() {
    let failure = Check::new()
        .try_run(three_items, async |(source, sink)| {
            while let Some(item) = source.next().await {
                sink.send(item).await;
            }
        })
        .unwrap_err();
    assert_eq!(cancels(&failure), [2]);
    assert_eq!(
        failure.to_string(),
        "\
not cancel-safe: this call does something else when it is cancelled

shortest failing schedule: cancelled at suspension 2

effects:
    -- cancelled, and called again --
  > send 2    <- expected: send 1
    send 3

ending: returned ()

expected effects:
    send 1
    send 2
    send 3

expected ending: returned ()"
    );
}

#[test]
fn finds_a_duplicated_item() {
    let failure = Check::new()
        .try_run(three_items, async |(source, sink)| {
            while let Some(&item) = source.0.front() {
                sink.send(item).await;
                yield_now().await;
                source.0.pop_front();
            }
        })
        .unwrap_err();
    assert_eq!(cancels(&failure), [2]);
    let message = failure.to_string();
    assert!(message.contains("  > send 1    <- expected: send 2\n"), "{message}");
}

#[test]
fn finds_a_reordering() {
    let failure = Check::new()
        .try_run(three_items, async |(source, sink)| {
            while let Some(item) = source.0.pop_front() {
                // Puts an item that could not be sent back, but at the wrong end.
                let back = PutBack { items: &mut source.0, item: Some(item) };
                sink.send(item).await;
                back.keep();
            }
        })
        .unwrap_err();
    assert_eq!(cancels(&failure), [1]);
    let message = failure.to_string();
    assert!(
        message.contains("  > send 2    <- expected: send 1\n    send 3\n    send 1\n"),
        "{message}"
    );
}

struct PutBack<'a> {
    items: &'a mut VecDeque<u32>,
    item: Option<u32>,
}

impl PutBack<'_> {
    fn keep(mut self) {
        self.item = None;
    }
}

impl Drop for PutBack<'_> {
    fn drop(&mut self) {
        self.items.extend(self.item.take());
    }
}

#[test]
fn finds_another_output() {
    let failure = Check::new()
        .try_run(
            |_log| 0,
            async |calls| {
                *calls += 1;
                yield_now().await;
                *calls
            },
        )
        .unwrap_err();
    assert_eq!(cancels(&failure), [1]);
    assert!(failure.to_string().contains("\nending: returned 2\n"));
    assert!(failure.to_string().ends_with("\nexpected ending: returned 1"));
}

#[test]
fn finds_a_deadlock() {
    /// A lock that a dropped holder does not give back.
    async fn lock(locked: &mut bool) {
        poll_fn(|_| if *locked { Poll::Pending } else { Poll::Ready(()) }).await;
        *locked = true;
    }

    let failure = Check::new()
        .try_run(
            |_log| false,
            async |locked| {
                lock(locked).await;
                yield_now().await;
                *locked = false;
            },
        )
        .unwrap_err();
    assert_eq!(cancels(&failure), [1]);
    assert!(failure.to_string().contains("ending: waits for ever"));
}

#[test]
fn finds_a_wake_that_goes_to_the_cancelled_call() {
    use std::task::Waker;

    /// Keeps the first waker that it sees.
    async fn keeps_waker(waker: &mut Option<Waker>) {
        let mut polls = 0;
        poll_fn(|cx| {
            polls += 1;
            waker.get_or_insert_with(|| cx.waker().clone()).wake_by_ref();
            if polls > 1 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    let failure =
        Check::new().try_run(|_log| None, async |waker| keeps_waker(waker).await).unwrap_err();
    assert_eq!(cancels(&failure), [1]);
    assert!(failure.to_string().contains("ending: waits for ever"));
}

#[test]
fn finds_a_call_that_does_not_end() {
    let failure = Check::new()
        .max_polls(100)
        .try_run(
            |_log| 0,
            async |starts| {
                *starts += 1;
                if *starts > 1 {
                    loop {
                        yield_now().await;
                    }
                }
                yield_now().await;
            },
        )
        .unwrap_err();
    assert_eq!(cancels(&failure), [1]);
    assert!(failure.to_string().contains("ending: had not ended"));
}

#[test]
fn finds_a_panic() {
    let failure = Check::new()
        .try_run(
            |_log| Some(1),
            async |item| {
                let item = item.take().expect("the item is there");
                yield_now().await;
                item
            },
        )
        .unwrap_err();
    assert_eq!(cancels(&failure), [1]);
    assert!(failure.to_string().contains("ending: panicked: the item is there"));
}

#[test]
fn finds_what_goes_wrong_before_the_first_poll() {
    /// Takes the item when it is called, not when it is polled.
    fn take(item: &mut Option<u32>) -> impl Future<Output = Option<u32>> + use<> {
        let item = item.take();
        async move { item }
    }

    let failure = Check::new().try_run(|_log| Some(1), take).unwrap_err();
    assert_eq!(cancels(&failure), []);
    assert!(
        failure.to_string().contains("never cancelled, each call first made and dropped unpolled")
    );
}

#[test]
fn finds_what_only_a_row_of_cancels_shows() {
    // Copes with one cancel and with two apart, not with two in a row.
    let failure = Check::new()
        .try_run(
            |log| (0, log),
            async |(in_a_row, log)| {
                *in_a_row += 1;
                yield_now().await;
                if *in_a_row == 3 {
                    log.record("gave up");
                }
                *in_a_row = 0;
                yield_now().await;
            },
        )
        .unwrap_err();
    assert_eq!(cancels(&failure), [1, 2]);
}

#[test]
fn finds_what_needs_a_leaf_that_is_ready_at_once() {
    /// Loses the second item of a pair if it gets both in one poll, and is then cancelled.
    async fn pairs(source: &mut Source, seen: &Cell<Option<u32>>, log: &Log) {
        if let Some(item) = seen.take() {
            log.record(item);
        }
        while let Some(first) = source.next().await {
            seen.set(Some(first));
            let polls = Cell::new(0);
            let mut leaf = std::pin::pin!(yield_now());
            poll_fn(|cx| {
                polls.set(polls.get() + 1);
                leaf.as_mut().poll(cx)
            })
            .await;
            if polls.get() == 1 {
                seen.take();
                yield_now().await;
            }
            seen.take();
            log.record(first);
        }
    }

    let failure = Check::new()
        .try_run(
            |log| (Source::new([1, 2]), Cell::new(None), log),
            async |(source, seen, log)| pairs(source, seen, log).await,
        )
        .unwrap_err();
    assert_eq!(cancels(&failure).len(), 1);
    assert!(failure.to_string().contains("all that can be ready at once is"));
}

/// Counts up to 30, with an await after each step, and `trap` in the middle.
async fn count(done: &mut u32, trap: impl AsyncFn()) {
    while *done < 30 {
        if *done == 20 {
            *done += 1;
            trap().await;
        }
        yield_now().await;
        *done += 1;
    }
}

#[test]
fn goes_on_with_single_cancels_beyond_the_bound() {
    // Loses the entry if it is cancelled at this one place.
    let attempt = |exhaustive| {
        let check = Check::new().exhaustive(exhaustive).random(0);
        check.try_run(
            |log| (0, log),
            async |(done, log)| {
                let trap = async || {
                    yield_now().await;
                    log.record("late");
                };
                count(done, trap).await;
            },
        )
    };
    assert_eq!(cancels(&attempt(5).unwrap_err()), [21]);
    assert!(attempt(2).is_ok());
}

#[test]
fn goes_on_at_random_beyond_the_bound() {
    // Copes with two cancels anywhere, not with three apart, late.
    let attempt = |check: Check| {
        check.try_run(
            |log| (0, 0, 0, log),
            async |(done, calls, late, log)| {
                *calls += 1;
                *late += u32::from(*done > 20);
                let late = *late;
                count(done, async || ()).await;
                if *calls > 3 && late > 2 {
                    log.record("gave up");
                }
            },
        )
    };
    let check = Check::new().exhaustive(5);
    assert!(attempt(check.clone().random(0)).is_ok());

    let failure = attempt(check.clone().seed(7)).unwrap_err();
    assert_eq!(cancels(&failure).len(), 3);
    assert!(failure.to_string().contains("\nfound by a random schedule of seed 7\n"));
    let again = attempt(check.seed(7)).unwrap_err();
    assert_eq!(failure.to_string(), again.to_string());
}

#[test]
fn a_call_that_rests_may_rest() {
    // Waits for items that nobody sends any more, cancelled or not.
    async fn forever(source: &mut Source, log: &Log) {
        loop {
            match source.next().await {
                Some(item) => log.record(item),
                None => std::future::pending().await,
            }
        }
    }

    let forever =
        async |(source, sink): &mut (Source, Sink)| -> () { forever(source, &sink.0).await };
    let report = Check::new().run(three_items, forever);
    assert_eq!(report.suspensions, 5);
}

#[test]
fn counts_each_schedule_once() {
    // Three suspensions and no state: a cancelled call starts again.
    let report =
        Check::new().exhaustive(4).random(0).run(|_log| (), async |()| pending_times(3).await);
    assert_eq!(report.suspensions, 3);
    // Of the 16 only the one with a single cancel at suspension 4 is not reached.
    assert_eq!(report.schedules, 2 * 15);
}

#[test]
fn compares_with_a_reference() {
    let check = Check::new().exhaustive(4).random(10);
    let one = async |log: &mut Log| log.record(1);
    let two = async |log: &mut Log| log.record(2);
    assert!(check.try_run_against(|log| log, one, one).is_ok());
    let failure = check.try_run_against(|log| log, one, two).unwrap_err();
    assert_eq!(cancels(&failure), []);
}

#[test]
fn refuses_a_scenario_that_fails_uncancelled() {
    let panics = || check(|_log| (), async |()| assert!(std::hint::black_box(false), "as always"));
    let panic = catch_unwind(AssertUnwindSafe(panics)).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert_eq!(message, "the call panicked, though it is not cancelled: as always");

    let endless = || {
        check(
            |_log| (),
            async |()| {
                while std::hint::black_box(true) {
                    yield_now().await;
                }
            },
        )
    };
    let panic = catch_unwind(AssertUnwindSafe(endless)).unwrap_err();
    let message = panic.downcast_ref::<&str>().unwrap();
    assert_eq!(*message, "the call does not end, though it is not cancelled");
}

mod on_tokio {
    use std::time::Duration;

    use tokio::sync::mpsc::{Receiver, Sender, channel};
    use tokio::time::{Instant, sleep, sleep_until};

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
}

/// Readers and writers that are ready at once, made to wait.
mod trickle {
    use std::io::{Error, Result};

    use cancel_safe::testing::Trickle;
    use futures::{SinkExt as _, StreamExt as _};

    use super::*;

    #[test]
    fn reads_one_byte_at_a_time_with_tokio() {
        use tokio::io::AsyncReadExt as _;

        let input = |log| (Trickle::new(&b"abcdef"[..]), log);
        let read_twice = async |input: &mut (Trickle<&[u8]>, Log)| {
            for _ in 0..2 {
                let mut word = [0; 3];
                input.0.read_exact(&mut word).await?;
                input.1.record(String::from_utf8_lossy(&word));
            }
            Result::Ok(())
        };
        let outcome = async |input: &mut (Trickle<&[u8]>, Log)| {
            read_twice(input).await.map_err(|error| error.kind())
        };
        let failure = Check::new().try_run(input, outcome).unwrap_err();
        assert_eq!(cancels(&failure), [2]);

        let report = Check::new().run(
            |_log| (Trickle::new(&b"abcdef"[..]), Vec::new()),
            async |(input, read)| {
                while input.read_buf(read).await.is_ok_and(|count| count > 0) {}
                read.clone()
            },
        );
        assert_eq!(report.suspensions, 7);
    }

    #[test]
    fn reads_lines_with_tokio() {
        use tokio::io::AsyncBufReadExt as _;

        Check::new().exhaustive(8).run(
            |log| (Trickle::new(&b"one\ntwo\n"[..]), Vec::new(), log),
            async |(input, line, log)| {
                // What it has read so far is in `line`.
                while input.read_until(b'\n', line).await.is_ok_and(|_| !line.is_empty()) {
                    log.record(String::from_utf8_lossy(line).trim());
                    line.clear();
                }
            },
        );
    }

    #[test]
    fn writes_one_byte_at_a_time_with_tokio() {
        use tokio::io::AsyncWriteExt as _;

        let output = |_log| Trickle::new(Vec::new());
        let write_all = async |output: &mut Trickle<Vec<u8>>| {
            output.write_all(b"abc").await.map_err(|error: Error| error.kind())?;
            Ok::<_, std::io::ErrorKind>(output.get_ref().clone())
        };
        let failure = Check::new().try_run(output, write_all).unwrap_err();
        assert_eq!(cancels(&failure), [2]);
        assert!(failure.to_string().contains("ending: returned Ok([97, 97, 98, 99])"));

        Check::new().run(
            |_log| (Trickle::new(Vec::new()), &b"abc"[..]),
            async |(output, rest)| {
                output.write_all_buf(rest).await.unwrap();
                output.get_ref().clone()
            },
        );
    }

    #[test]
    fn reads_and_writes_one_byte_at_a_time_with_futures() {
        use futures::{AsyncReadExt as _, AsyncWriteExt as _};

        let failure = Check::new()
            .try_run(
                |_log| Trickle::new(&b"abcdef"[..]),
                async |input| {
                    let mut word = [0; 3];
                    input.read_exact(&mut word).await.map(|()| word).map_err(|error| error.kind())
                },
            )
            .unwrap_err();
        assert_eq!(cancels(&failure), [2]);

        let failure = Check::new()
            .try_run(
                |_log| Trickle::new(Vec::new()),
                async |output| {
                    output.write_all(b"abc").await.unwrap();
                    output.get_ref().clone()
                },
            )
            .unwrap_err();
        assert_eq!(cancels(&failure), [2]);
    }

    #[test]
    fn passes_items_of_streams_and_channels() {
        use futures::channel::mpsc::{Receiver, Sender, channel};

        type Ports = (Trickle<Receiver<u32>>, Trickle<Sender<u32>>, Receiver<u32>, Log);

        fn forward(log: Log) -> Ports {
            let (mut feed, input) = channel(8);
            (1..=3).for_each(|item| feed.try_send(item).unwrap());
            let (output, rx) = channel(8);
            (Trickle::new(input), Trickle::new(output), rx, log)
        }

        let failure = Check::new()
            .try_run(forward, async |(input, output, rx, log)| {
                while let Some(item) = input.next().await {
                    output.send(item).await.unwrap();
                }
                while let Ok(item) = rx.try_recv() {
                    log.record(item);
                }
            })
            .unwrap_err();
        assert_eq!(cancels(&failure), [2]);

        Check::new().run(forward, async |(input, _output, _rx, log)| {
            while let Some(item) = input.next().await {
                log.record(item);
            }
        });
    }
}
