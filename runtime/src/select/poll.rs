//! The future of a select.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker, ready};

use pin_project_lite::pin_project;

use super::branch::{Branches, Turn};
use super::coop;
use super::order::{Biased, Fair, Order};
use super::out::Outcome;

pin_project! {
    /// Waits for the first branch that yields.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Select<B, O> {
        #[pin]
        branches: B,
        off: u64,
        order: PhantomData<fn() -> O>,
    }
}

/// Polls the branches from top to bottom.
pub fn biased<B: Branches<Output: Outcome>>(branches: B) -> Select<B, Biased> {
    Select { branches, off: 0, order: PhantomData }
}

/// Polls the branches from a random one on, round to the one before it.
pub fn fair<B: Branches<Output: Outcome>>(branches: B) -> Select<B, Fair> {
    Select { branches, off: 0, order: PhantomData }
}

impl<B: Branches<Output: Outcome>, O: Order> Future for Select<B, O> {
    type Output = B::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        ready!(coop::poll_budget(cx));
        let mut this = self.project();
        let start = O::start(B::LEN);
        let mut turn = Turn { range: start..B::LEN, off: *this.off, waiting: false };
        let mut poll = this.branches.as_mut().poll(cx, 0, &mut turn);
        if poll.is_pending() && start > 0 {
            turn.range = 0..start;
            poll = this.branches.poll(cx, 0, &mut turn);
        }
        *this.off = turn.off;
        if poll.is_pending() && !turn.waiting {
            return Poll::Ready(B::Output::off());
        }
        poll
    }
}

/// Polls once, and never again.
pub fn poll_now<B: Branches<Output: Outcome>, O: Order>(select: Select<B, O>) -> B::Output {
    match pin!(select).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => B::Output::waiting(),
    }
}

/// Without `else`, at least one branch was on, and waits until it yields.
#[cold]
pub fn nothing_left() -> ! {
    panic!(
        "cancel-safe: every future in `safe_select!` was complete already, and there is no `complete` branch"
    )
}

/// Only a select with a `default` branch is polled without being awaited.
#[cold]
pub fn never_waits() -> ! {
    unreachable!(
        "cancel-safe: a select without `default` yielded nothing; this is a bug in cancel-safe"
    )
}
