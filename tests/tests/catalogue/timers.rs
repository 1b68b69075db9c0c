//! tokio's timers as they are written, with a clock that stands still unless all wait: in annotated
//! functions that are cancelled each second, and in branches of a select that goes round each second.

use std::time::Duration;

use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::{self, Instant, Interval, interval, sleep, sleep_until, timeout, timeout_at};

const SECOND: Duration = Duration::from_secs(1);

/// Calls an annotated function until it ends, and cancels it each second. Yields the output, and
/// after how many seconds it came.
macro_rules! cancelled_each_second {
    ($call:expr) => {{
        let start = Instant::now();
        loop {
            safe_select! {
                biased;
                output = $call => break (output, start.elapsed().as_secs()),
                () = sleep(SECOND) => assert!(start.elapsed() < 60 * SECOND, "it starts over"),
            }
        }
    }};
}

mod awaited {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn sleeps() {
        #[cancel_safe]
        async fn wait(limit: Duration) {
            sleep(5 * SECOND).await;
            time::sleep(limit).await;
        }
        let mut pending = Checkpoint::with(3 * SECOND);
        assert_eq!(cancelled_each_second!(wait(&mut pending)), ((), 8));
    }

    #[tokio::test(start_paused = true)]
    async fn sleeps_until() {
        #[cancel_safe]
        async fn wait(end: Instant) {
            sleep_until(Instant::now() + 5 * SECOND).await;
            time::sleep_until(end).await;
        }
        let mut pending = Checkpoint::with(Instant::now() + 8 * SECOND);
        assert_eq!(cancelled_each_second!(wait(&mut pending)), ((), 8));
    }

    #[tokio::test(start_paused = true)]
    async fn timeouts() {
        #[cancel_safe]
        async fn wait(rx: &mut Receiver<u8>, limit: Duration) -> [bool; 2] {
            let first = timeout(5 * SECOND, rx.recv()).await.is_err();
            [first, time::timeout(limit, sleep(60 * SECOND)).await.is_err()]
        }
        let (_tx, mut rx) = channel(1);
        let mut pending = Checkpoint::with(3 * SECOND);
        assert_eq!(cancelled_each_second!(wait(&mut pending, &mut rx)), ([true; 2], 8));
    }

    #[tokio::test(start_paused = true)]
    async fn timeouts_at() {
        #[cancel_safe]
        async fn wait(rx: &mut Receiver<u8>, end: Instant) -> [bool; 2] {
            let first = timeout_at(Instant::now() + 5 * SECOND, rx.recv()).await.is_err();
            [first, time::timeout_at(end, rx.recv()).await.is_err()]
        }
        let (_tx, mut rx) = channel(1);
        let mut pending = Checkpoint::with(Instant::now() + 8 * SECOND);
        assert_eq!(cancelled_each_second!(wait(&mut pending, &mut rx)), ([true; 2], 8));
    }

    /// What comes in time is not lost, and not late.
    #[tokio::test(start_paused = true)]
    async fn timeout_of_what_comes() {
        #[cancel_safe]
        async fn wait(rx: &mut Receiver<u8>) -> Option<u8> {
            timeout(5 * SECOND, rx.recv()).await.ok().flatten()
        }
        let (tx, mut rx) = channel(1);
        tokio::spawn(async move {
            sleep(7 * SECOND / 2).await;
            tx.send(7).await
        });
        let mut pending = Checkpoint::new();
        assert_eq!(cancelled_each_second!(wait(&mut pending, &mut rx)), (Some(7), 3));
    }

    /// Each of them goes on, whichever is in which.
    #[tokio::test(start_paused = true)]
    async fn timers_in_wrappers() {
        use futures::FutureExt as _;
        use tokio_util::future::FutureExt as _;

        #[cancel_safe]
        async fn wait(rx: &mut Receiver<u8>) -> [bool; 4] {
            let first = timeout(10 * SECOND, sleep(5 * SECOND)).await.is_ok();
            let second = timeout(10 * SECOND, timeout(5 * SECOND, rx.recv())).await.unwrap();
            let third = rx.recv().timeout(5 * SECOND).await;
            [first, second.is_err(), third.is_err(), sleep(5 * SECOND).map(|()| true).await]
        }
        let (_tx, mut rx) = channel(1);
        let mut pending = Checkpoint::new();
        assert_eq!(cancelled_each_second!(wait(&mut pending, &mut rx)), ([true; 4], 20));
    }

    #[tokio::test(start_paused = true)]
    async fn ticks() {
        #[cancel_safe]
        async fn three(interval: &mut Interval) -> u32 {
            let mut ticks = 0;
            for _ in 0..3 {
                interval.tick().await;
                ticks += 1;
            }
            ticks
        }
        // The first tick comes at once.
        let mut ticks = interval(5 * SECOND / 2);
        let mut pending = Checkpoint::new();
        assert_eq!(cancelled_each_second!(three(&mut pending, &mut ticks)), (3, 5));
    }

    #[tokio::test(start_paused = true)]
    async fn ticks_of_a_local() {
        #[cancel_safe]
        async fn three() -> u32 {
            let mut interval = interval(5 * SECOND / 2);
            let mut ticks = 0;
            while ticks < 3 {
                interval.tick().await;
                ticks += 1;
            }
            ticks
        }
        let mut pending = Checkpoint::new();
        assert_eq!(cancelled_each_second!(three(&mut pending)), (3, 5));
    }
}

/// A select in an annotated function: it goes on waiting for all of its branches.
mod in_a_select_that_is_cancelled {
    use futures::FutureExt as _;
    use tokio_util::future::FutureExt as _;

    use super::*;

    /// The timer is a branch beside a channel that stays empty.
    macro_rules! ends_after_five {
        ($($name:ident: ($($timer:tt)+);)*) => {$(
            #[tokio::test(start_paused = true)]
            async fn $name() {
                #[cancel_safe]
                async fn wait(rx: &mut Receiver<u8>) -> Option<u8> {
                    safe_select! {
                        item = rx.recv() => item,
                        _ = $($timer)+ => None,
                    }
                }
                let (_tx, mut rx) = channel(1);
                let mut pending = Checkpoint::new();
                assert_eq!(cancelled_each_second!(wait(&mut pending, &mut rx)), (None, 5));
            }
        )*};
    }

    ends_after_five! {
        sleeps: (sleep(5 * SECOND));
        sleeps_until: (sleep_until(Instant::now() + 5 * SECOND));
        timeouts: (timeout(5 * SECOND, std::future::pending::<()>()));
        timeouts_at: (timeout_at(Instant::now() + 5 * SECOND, std::future::pending::<()>()));
        wrapped: (sleep(5 * SECOND).fuse());
        limited: (timeout(9 * SECOND, sleep(5 * SECOND)));
        limited_twice: (timeout(9 * SECOND, timeout(5 * SECOND, std::future::pending::<()>())));
        limited_by_a_method: (std::future::pending::<()>().timeout(5 * SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn ticks() {
        #[cancel_safe]
        async fn three(interval: &mut Interval, rx: &mut Receiver<u8>) -> u32 {
            let mut ticks = 0;
            while ticks < 3 {
                safe_select! {
                    _ = rx.recv() => break,
                    _ = interval.tick() => ticks += 1,
                }
            }
            ticks
        }
        let (_tx, mut rx) = channel(1);
        let mut ticks = interval(5 * SECOND / 2);
        let mut pending = Checkpoint::new();
        assert_eq!(cancelled_each_second!(three(&mut pending, &mut ticks, &mut rx)), (3, 5));
    }
}

/// A select that goes round each second: what is made anew starts over if it is written so, and
/// what has a deadline, or is kept, does not.
mod in_a_loop_around_a_select {
    use super::*;

    /// After how many seconds the timer wins, or none in a minute.
    macro_rules! wins {
        ($timer:expr) => {{
            let start = Instant::now();
            loop {
                safe_select! {
                    biased;
                    _ = $timer => break Some(start.elapsed().as_secs()),
                    () = sleep(SECOND) => {}
                }
                if start.elapsed() >= 60 * SECOND {
                    break None;
                }
            }
        }};
    }

    #[tokio::test(start_paused = true)]
    async fn a_duration_starts_over() {
        assert_eq!(wins!(sleep(5 * SECOND)), None);
        assert_eq!(wins!(timeout(5 * SECOND, std::future::pending::<()>())), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_does_not() {
        let end = Instant::now() + 5 * SECOND;
        assert_eq!(wins!(sleep_until(end)), Some(5));
        let end = Instant::now() + 5 * SECOND;
        assert_eq!(wins!(timeout_at(end, std::future::pending::<()>())), Some(5));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_kept_does_not() {
        let mut kept = std::pin::pin!(sleep(5 * SECOND));
        assert_eq!(wins!(kept.as_mut()), Some(5));
        let mut kept = Box::pin(timeout(5 * SECOND, std::future::pending::<()>()));
        assert_eq!(wins!(&mut kept), Some(5));
    }

    #[tokio::test(start_paused = true)]
    async fn no_tick_is_lost() {
        let mut ticks = interval(5 * SECOND / 2);
        let start = Instant::now();
        let mut seconds = Vec::new();
        while seconds.len() < 4 {
            wins!(ticks.tick());
            seconds.push(start.elapsed().as_secs());
        }
        // At halves of seconds too, which are rounded down.
        assert_eq!(seconds, [0, 2, 5, 7]);
    }
}
