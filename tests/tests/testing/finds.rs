//! What a call may do wrong, and how it is told.

use std::cell::Cell;
use std::future::poll_fn;
use std::task::Poll;

use cancel_safe::testing::{Check, check};

use super::*;

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
