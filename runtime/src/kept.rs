//! Futures in locals that are awaited by reference, so that they can be saved.

use core::future::{Future, IntoFuture};
use core::marker::PhantomData;
use core::ops::Deref;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::marks::CancelSafe;
use crate::probe::{AWAIT, Audited};
use crate::progress::Progress;
use crate::verdict::NoFuture;

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
        unreachable!("no type is `Nothing`")
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
    type Verdict = Kept<F>;
}

/// The verdict on a future that is referred to.
#[derive(Debug)]
pub struct Kept<F>(NotKept<F>);

impl<F> Default for Kept<F> {
    fn default() -> Self {
        Kept(NotKept(PhantomData))
    }
}

impl<F: Future> Kept<F> {
    /// Passes it on.
    #[inline]
    pub fn remake<'a>(self, future: ByReference<'a, F>, _: &mut Progress) -> ByReference<'a, F> {
        future
    }
}

impl<F> Deref for Kept<F> {
    type Target = NotKept<F>;

    fn deref(&self) -> &NotKept<F> {
        &self.0
    }
}

/// The verdict on a reference to what is no future.
#[derive(Debug)]
pub struct NotKept<F>(PhantomData<fn(F)>);

impl<F> NotKept<F> {
    /// Fails to compile, like that of what is [`Unknown`](crate::errors::Unknown).
    pub fn remake<G: IntoFuture, T>(
        &self,
        _: ByReference<'_, G>,
        _: &mut Progress,
    ) -> NoFuture<G::IntoFuture, T> {
        NoFuture::new()
    }
}
