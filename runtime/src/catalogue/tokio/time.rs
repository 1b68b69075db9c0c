//! `tokio::time`. A deadline is kept: cancelled and made again, a wait does not start over.

use std::any::Any;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, Interval, Sleep, Timeout};

use crate::catalogue::declare::{cancel_safe, catalogue};
use crate::lanes::Arcs;
use crate::marks::{CancelSafe, Marked};
use crate::operand::{Itself, Repeatable, Waits, copy_out};
use crate::probe::{AWAIT, Probe, probe_future};
use crate::progress::Progress;

catalogue! { ROWS "tokio 1.54" Inherent:
    "tokio::time::Interval" [] Interval: tick => safe;
}

cancel_safe! { FUTURES "tokio 1.54" Safe:
    "tokio::time::Sleep" [] Sleep;
}

cancel_safe! { WRAPPERS "tokio 1.54" Inner:
    "tokio::time::Timeout" [F: CancelSafe] Timeout<F>;
}

crate::declare! { @audited Tokio [] Sleep, [await] KeepsDeadline }
crate::declare! { @audited Tokio [F] Timeout<F>, [await] KeepsTimeout }

/// A `Sleep`. Elsewhere it is safe: made again from a deadline it is the same, and made again
/// from a duration it starts over, as the code says.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeepsDeadline;

crate::__verdict! { verdict plain [] KeepsDeadline }
crate::__verdict! { marks [] KeepsDeadline: IntoFuture }

impl KeepsDeadline {
    /// Waits to the deadline of the first of the futures that were made.
    #[inline]
    pub fn remake(self, sleep: Sleep, progress: &mut Progress) -> Marked<KeptSleep<'_>> {
        Marked::new(KeptSleep { sleep, progress })
    }

    /// An argument of the function that makes the future.
    #[inline]
    pub fn time<T: Itself>(self, time: T, _: &mut Progress) -> T::Itself {
        time.itself()
    }

    /// An operand that sits in a slot.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.__slot())
    }
}

pin_project! {
    /// Waits to the deadline that is kept. An `async fn` would hold the `Sleep` twice.
    #[must_use = "futures do nothing unless polled"]
    pub struct KeptSleep<'a> {
        #[pin]
        sleep: Sleep,
        progress: &'a mut Progress,
    }
}

impl Future for KeptSleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let deadline = this.sleep.deadline();
        match **this.progress {
            Progress::Deadline(nanos) => {
                let kept = instant(nanos);
                if kept != deadline {
                    this.sleep.as_mut().reset(kept);
                }
            }
            _ => **this.progress = Progress::Deadline(nanos(deadline)),
        }
        ready!(this.sleep.poll(cx));
        this.progress.finish();
        Poll::Ready(())
    }
}

/// A `Timeout`, as safe as the future in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeepsTimeout;

crate::__verdict! { verdict plain [] KeepsTimeout }

impl<F> crate::select::support::Settle<Timeout<F>, Timeout<F>> for KeepsTimeout {
    #[inline]
    fn settle(timeout: Timeout<F>) -> Timeout<F> {
        timeout
    }
}

impl KeepsTimeout {
    /// Marks the future.
    #[inline]
    pub fn mark<F>(self, timeout: Timeout<F>) -> Timeout<F> {
        timeout
    }

    /// What a branch of `safe_select!` polls.
    pub fn polled<F>(self, timeout: Timeout<F>) -> Timeout<F> {
        timeout
    }

    /// Asks whether the future in it is cancel-safe.
    pub fn ask_type<F>(&self, timeout: &F) -> Probe<AWAIT, F, Arcs> {
        probe_future(timeout)
    }

    /// The time limit, less the time that has passed since the first of the calls. A point in time
    /// is what it was; and anything else, no function for timeouts takes.
    #[inline]
    pub fn time<T: Itself + 'static>(self, mut limit: T, progress: &mut Progress) -> T::Itself {
        if let Some(limit) = (&mut limit as &mut dyn Any).downcast_mut::<Duration>() {
            *limit = go_on(*limit, progress);
        }
        limit.itself()
    }

    /// Waits for the future, or to the deadline that [`time`](Self::time) has kept.
    #[inline]
    pub fn remake<F: CancelSafe>(
        self,
        timeout: Timeout<F>,
        progress: &mut Progress,
    ) -> Finishing<'_, F> {
        Finishing { timeout, progress }
    }

    /// An operand that sits in a slot.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.__slot())
    }
}

pin_project! {
    /// A `Timeout` that clears its progress when it has ended.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Finishing<'a, F> {
        #[pin]
        timeout: Timeout<F>,
        progress: &'a mut Progress,
    }
}

impl<F: Future> Future for Finishing<'_, F> {
    type Output = Result<F::Output, Elapsed>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let result = ready!(this.timeout.poll(cx));
        this.progress.finish();
        Poll::Ready(result)
    }
}

// It is made of nothing else, and an error is to speak of the future in it.
#[diagnostic::do_not_recommend]
impl<F: Future> CancelSafe for Finishing<'_, F> {}

/// The same limit in a call that is made again.
fn go_on(limit: Duration, progress: &mut Progress) -> Duration {
    if let Progress::Deadline(nanos) = *progress {
        return instant(nanos).saturating_duration_since(Instant::now());
    }
    // What is beyond the range of the clock is not kept, and never comes either.
    if let Some(deadline) = Instant::now().checked_add(limit) {
        *progress = Progress::Deadline(nanos(deadline));
    }
    limit
}

/// Where [`Progress::Deadline`] counts from.
fn anchor() -> Instant {
    static ANCHOR: OnceLock<Instant> = OnceLock::new();
    *ANCHOR.get_or_init(Instant::now)
}

fn nanos(deadline: Instant) -> i64 {
    let anchor = anchor();
    let distance = |from: Instant, to: Instant| {
        i64::try_from(to.saturating_duration_since(from).as_nanos()).unwrap_or(i64::MAX)
    };
    distance(anchor, deadline) - distance(deadline, anchor)
}

fn instant(nanos: i64) -> Instant {
    let distance = Duration::from_nanos(nanos.unsigned_abs());
    if nanos < 0 { anchor() - distance } else { anchor() + distance }
}
