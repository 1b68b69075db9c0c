//! The future of a select.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker, ready};

use pin_project_lite::pin_project;

use super::branch::{Branches, Found};
use super::coop;
use super::order::{Biased, Fair, Order};
use super::out::Outcome;

pin_project! {
    /// Waits for the first branch that yields.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Select<B, Out, O, E> {
        #[pin]
        branches: B,
        off: u64,
        order: PhantomData<fn() -> O>,
        end: PhantomData<fn() -> (Out, E)>,
    }
}

/// Polls the branches from top to bottom.
pub fn biased<E: End, B: Branches<Out>, Out: Outcome>(
    _: E,
    branches: B,
) -> Select<B, Out, Biased, E> {
    Select { branches, off: 0, order: PhantomData, end: PhantomData }
}

/// Polls the branches from a random one on, round to the one before it.
pub fn fair<E: End, B: Branches<Out>, Out: Outcome>(_: E, branches: B) -> Select<B, Out, Fair, E> {
    Select { branches, off: 0, order: PhantomData, end: PhantomData }
}

impl<B: Branches<Out>, Out: Outcome, O: Order, E: End> Future for Select<B, Out, O, E> {
    type Output = Out;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Out> {
        ready!(coop::poll_budget(cx));
        let this = self.project();
        let mut found = Found { off: *this.off, idle: 0, terminated: 0 };
        let poll = O::poll(this.branches, cx, &mut found);
        *this.off = found.off;
        if poll.is_pending() && found.idle == B::LEN && E::is_reached(found.terminated, B::LEN) {
            return Poll::Ready(Out::off());
        }
        poll
    }
}

/// Whether there is nothing to wait for, where no branch waits. A future that has completed
/// before, or that never will, says of itself that it is terminated.
pub trait End {
    /// Of `len` branches, `terminated` are, and the others are off.
    fn is_reached(terminated: usize, len: usize) -> bool;
}

/// With `complete`, as in `futures::select!`: a future that is terminated is no more waited for.
#[derive(Debug)]
pub struct Complete;

impl End for Complete {
    #[inline]
    fn is_reached(_: usize, _: usize) -> bool {
        true
    }
}

/// With `else`, as in `tokio::select!`, which polls it for good.
#[derive(Debug)]
pub struct Else;

impl End for Else {
    #[inline]
    fn is_reached(terminated: usize, _: usize) -> bool {
        terminated == 0
    }
}

/// With neither, where `futures::select!` panics rather than wait for ever.
#[derive(Debug)]
pub struct Open;

impl End for Open {
    #[inline]
    fn is_reached(terminated: usize, len: usize) -> bool {
        terminated == 0 || terminated == len
    }
}

/// Polls once, and never again.
pub fn poll_now<B: Branches<Out>, Out: Outcome, O: Order, E: End>(
    select: Select<B, Out, O, E>,
) -> Out {
    match pin!(select).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => Out::waiting(),
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
