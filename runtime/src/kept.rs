//! Futures in locals that are awaited by reference, so that they can be saved.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::marks::CancelSafe;

/// A future that can be awaited by reference, in a local that is saved.
#[diagnostic::on_unimplemented(
    message = "this future is moved into the await, and is lost with it on cancel [moved-into-await]",
    label = "it cannot be kept in a checkpoint as it is, for it must not be moved once it was polled",
    note = "box it where it is made, `let call = Box::pin(..);`: then `call.await` keeps it"
)]
pub trait CanBeKept: Future {
    /// Called by generated code where a local is awaited.
    #[doc(hidden)]
    fn __kept(&mut self) -> ByReference<'_, Self>
    where
        Self: Sized;
}

#[diagnostic::do_not_recommend]
impl<F: Future + Unpin> CanBeKept for F {
    #[inline]
    fn __kept(&mut self) -> ByReference<'_, F> {
        ByReference(self)
    }
}

/// A reference to a future that is [`CanBeKept`]. That it is a future does not depend on what the future
/// may not be, so that nothing else is reported of one that is refused.
pub struct ByReference<'a, F>(&'a mut F);

impl<F: Future> Future for ByReference<'_, F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is `Unpin`, so that there is nothing to promise: `CanBeKept::__kept` alone
        // makes a `ByReference`, out of a future that is.
        unsafe { Pin::new_unchecked(&mut *self.get_mut().0) }.poll(cx)
    }
}

/// Dropping the reference drops nothing.
#[diagnostic::do_not_recommend]
impl<F: Future> CancelSafe for ByReference<'_, F> {}
