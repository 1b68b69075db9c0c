//! Which schedules are tried, and what a call is compared with.

use std::panic::{AssertUnwindSafe, catch_unwind};

use cancel_safe::testing::{Check, check, pending_times};

use super::*;

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
