//! The adapter around every awaited future of an annotated function.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::waker;

/// Why an await point did not yield a value: the call is being dropped.
#[derive(Debug)]
pub struct Cancelled;

/// Takes the answer of an await point that did not yield a value.
#[inline]
pub fn cancelled<T>(_: Result<T, Cancelled>) {}

pin_project! {
    /// A leaf future at an await point. On the last poll it is not polled, but answers
    /// [`Cancelled`], so that the function can put its locals into the checkpoint.
    #[must_use = "futures do nothing unless polled"]
    pub struct Leaf<F> {
        #[pin]
        future: F,
    }
}

impl<T> Leaf<core::future::Ready<T>> {
    /// Adapts a value that is there already.
    #[inline]
    pub fn ready(value: T) -> Self {
        Leaf::new(core::future::ready(value))
    }
}

impl<F> Leaf<F> {
    /// Adapts a future that is known to be cancel-safe.
    #[inline]
    pub fn new(future: F) -> Self {
        Leaf { future }
    }
}

/// [`Leaf::new`]. What is wrong with the type of the future, the compiler says of it once, at the call
/// that makes it: the path of a function is one place, and that of an associated one has two.
#[inline]
pub fn leaf<F>(future: F) -> Leaf<F> {
    Leaf::new(future)
}

impl<F: Future> Future for Leaf<F> {
    type Output = Result<F::Output, Cancelled>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if waker::is_last_poll(cx) {
            return Poll::Ready(Err(Cancelled));
        }
        self.project().future.poll(cx).map(Ok)
    }
}

/// Where a call waits after it has saved itself: for good.
#[derive(Debug)]
pub struct Never<T>(core::marker::PhantomData<fn() -> T>);

impl<T> Future for Never<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        Poll::Pending
    }
}

/// A future that never ends, whatever it would have yielded.
pub fn never<T>() -> Never<T> {
    Never(core::marker::PhantomData)
}
