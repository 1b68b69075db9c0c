//! Futures in locals that are awaited by reference, so that they can be saved.

use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::marks::CancelSafe;
use crate::probe::{AWAIT, Audited};
use crate::progress::Progress;

/// A future that can be awaited by reference, in a local that is saved. Whether it is one is asked
/// where it is awaited.
#[diagnostic::on_unimplemented(
    message = "this future is moved into the await, and is lost with it on cancel [moved-into-await]",
    label = "it cannot be kept in a checkpoint as it is, for it must not be moved once it was polled",
    note = "box it where it is made, `let call = Box::pin(..);`: then `call.await` keeps it"
)]
pub trait CanBeKept<Unknown> {
    /// Called by generated code where a local is awaited.
    #[doc(hidden)]
    fn __kept(&mut self) -> ByReference<'_, Self>
    where
        Self: Sized;
}

#[diagnostic::do_not_recommend]
impl<F: Unpin> CanBeKept<()> for F {
    #[inline]
    fn __kept(&mut self) -> ByReference<'_, F> {
        ByReference(self)
    }
}

/// Holds for nothing.
pub trait Nothing {}

/// Which of the two applies is open where neither does: so the compiler does not offer the trait as
/// a bound that a type parameter lacks.
#[diagnostic::do_not_recommend]
impl<F: Nothing> CanBeKept<bool> for F {
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

impl<F> Audited<AWAIT> for ByReference<'_, F> {
    type Verdict = Kept;
}

/// The verdict on a [`ByReference`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Kept;

impl Kept {
    /// Passes it on. As with what is [`Unknown`](crate::errors::Unknown), the compiler shows the call
    /// where it is no future.
    #[inline]
    pub fn remake<'a, F: IntoFuture<IntoFuture = F>>(
        self,
        future: ByReference<'a, F>,
        _: &mut Progress,
    ) -> ByReference<'a, F::IntoFuture> {
        future
    }
}
