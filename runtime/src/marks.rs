//! The mark, and the three ways to claim it.

use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

/// A future that may be dropped before it completes: dropping it and making the same call again
/// is, in every effect that anyone can see, the same as not having dropped it.
///
/// Implemented for the futures of [`#[cancel_safe]`](macro@crate::cancel_safe) functions, for
/// references to any future (dropping a reference drops nothing), and for the futures of the
/// catalogue that can be named. Implementing it by hand is a claim that its author has checked.
///
/// ```
/// use cancel_safe::CancelSafe;
/// use std::future::Ready;
///
/// fn is_cancel_safe(_: &impl CancelSafe) {}
/// let plain = std::pin::pin!(async {});
/// is_cancel_safe(&plain);
/// ```
#[diagnostic::on_unimplemented(
    message = "this future is not cancel-safe [not-cancel-safe]",
    label = "dropped half-way, it may lose what it was working on",
    note = "if it is an `async fn` of yours, annotate it with `#[cancel_safe]`",
    note = "if the future can be kept, hold it in a local outside, `let mut call = pin!(..);`, and await `&mut call`",
    note = "if losing its work is what you want, write `abandon(..)`; if you have checked that \
            nothing is lost, `assume_cancel_safe(..)`"
)]
#[cfg_attr(
    not(feature = "tokio"),
    diagnostic::on_unimplemented(
        note = "the operations of tokio are known with the feature `tokio` of cancel-safe"
    )
)]
#[cfg_attr(
    not(feature = "full"),
    diagnostic::on_unimplemented(
        note = "an operation of another crate, or of tokio's `fs`, `net`, `process` and `signal`, is known \
                with the feature of cancel-safe of that name: `tokio-net`, `tokio-util`, `futures`, .."
    )
)]
pub trait CancelSafe: Future {
    /// Called by generated code to ask whether the future is cancel-safe: of a method of the trait
    /// itself, the error does not say which function of ours asks.
    #[doc(hidden)]
    #[inline]
    fn __checked(self) -> Self
    where
        Self: Sized,
    {
        self
    }

    /// The same, where the future stays where it is.
    #[doc(hidden)]
    #[inline]
    fn __checked_in_place(&self) {}
}

#[diagnostic::do_not_recommend]
impl<F: Future + Unpin + ?Sized> CancelSafe for &mut F {}

#[diagnostic::do_not_recommend]
impl<F: Future + ?Sized> CancelSafe for Pin<&mut F> {}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<F: CancelSafe + Unpin + ?Sized> CancelSafe for alloc::boxed::Box<F> {}

#[cfg(feature = "alloc")]
#[diagnostic::do_not_recommend]
impl<F: CancelSafe + ?Sized> CancelSafe for Pin<alloc::boxed::Box<F>> {}

#[diagnostic::do_not_recommend]
impl<F: CancelSafe> CancelSafe for core::panic::AssertUnwindSafe<F> {}

#[diagnostic::do_not_recommend]
impl<T> CancelSafe for core::future::Ready<T> {}

#[diagnostic::do_not_recommend]
impl<T> CancelSafe for core::future::Pending<T> {}

pin_project! {
    /// A future that somebody vouches for: the catalogue, or the author of a call of
    /// [`assume_cancel_safe`], [`abandon`] or [`requeue`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Marked<F> {
        #[pin]
        pub(crate) future: F,
    }
}

impl<F> Marked<F> {
    #[doc(hidden)]
    pub fn new(future: F) -> Self {
        Marked { future }
    }
}

impl<F: Future> Future for Marked<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.project().future.poll(cx)
    }
}

#[diagnostic::do_not_recommend]
impl<F: Future> CancelSafe for Marked<F> {}

/// Claims that `future` loses nothing when it is dropped and made again, which the compiler
/// cannot see.
///
/// ```
/// # async fn example() {
/// use cancel_safe::assume_cancel_safe;
///
/// // Reads by key and changes nothing: asking again is the same.
/// let row = assume_cancel_safe(async { 7 });
/// # row.await;
/// # }
/// ```
pub fn assume_cancel_safe<F: IntoFuture>(future: F) -> Marked<F::IntoFuture> {
    Marked::new(future.into_future())
}

/// Says that losing the work of `future` is what is wanted: a request that is raced against a
/// shutdown, a connection under a deadline.
pub fn abandon<F: IntoFuture>(future: F) -> Marked<F::IntoFuture> {
    Marked::new(future.into_future())
}

/// Accepts the one mild loss: dropped, `future` gives up its place in a fairness queue
/// (`Mutex::lock`, `Semaphore::acquire`, ...), and nothing else.
pub fn requeue<F: IntoFuture>(future: F) -> Marked<F::IntoFuture> {
    Marked::new(future.into_future())
}
