//! Polling by hand.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use cancel_safe::CancelSafe;

pub fn once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Runs a future that never waits.
pub fn to_the_end<F: Future>(future: F) -> F::Output {
    match once(pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

/// Waits at its first poll, and wakes the task at once: what is behind it comes a turn later.
pub struct NextTurn(bool);

pub fn next_turn() -> NextTurn {
    NextTurn(false)
}

impl Future for NextTurn {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl CancelSafe for NextTurn {}
