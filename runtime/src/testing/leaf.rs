//! Futures that wait as often as they are told.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::decider::{Readiness, readiness};
use crate::marks::CancelSafe;

/// A future that is pending `times` times, and then ready.
///
/// In a [`check`](super::check) each of these times is a suspension at which the call may be
/// cancelled, and the schedule may also have it be ready sooner. It does nothing, so that
/// dropping it loses nothing: it is [`CancelSafe`].
///
/// ```
/// use cancel_safe::testing::pending_times;
/// use std::task::{Context, Poll, Waker};
///
/// let mut future = std::pin::pin!(pending_times(2));
/// let mut cx = Context::from_waker(Waker::noop());
/// assert_eq!(future.as_mut().poll(&mut cx), Poll::Pending);
/// assert_eq!(future.as_mut().poll(&mut cx), Poll::Pending);
/// assert_eq!(future.as_mut().poll(&mut cx), Poll::Ready(()));
/// ```
pub fn pending_times(times: usize) -> PendingTimes {
    PendingTimes { times }
}

/// A future that is pending once: the plain await point of a mock.
pub fn yield_now() -> PendingTimes {
    pending_times(1)
}

/// The future of [`pending_times`] and [`yield_now`].
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct PendingTimes {
    times: usize,
}

impl Future for PendingTimes {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        while self.times > 0 {
            self.times -= 1;
            if readiness() != Readiness::Now {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        Poll::Ready(())
    }
}

#[diagnostic::do_not_recommend]
impl CancelSafe for PendingTimes {}
