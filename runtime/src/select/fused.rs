//! Futures that know that they have completed.

use core::future::IntoFuture;
use core::marker::PhantomData;

#[cfg(feature = "futures")]
use futures_util::future::FusedFuture;

/// Whether a future has completed before.
pub trait Terminated<F> {
    /// True where it must not be polled any more.
    fn is_terminated(&self, future: &F) -> bool;
}

/// A question: does this future know that it has completed?
#[derive(Debug)]
pub struct Probe<F>(PhantomData<fn(F)>);

/// Asks about the type of `future`.
pub fn probe<F: IntoFuture>(_: &F) -> Probe<F::IntoFuture> {
    Probe(PhantomData)
}

#[cfg(feature = "futures")]
impl<F: FusedFuture> Probe<F> {
    /// It does.
    pub fn fused(&self) -> Fused {
        Fused
    }
}

/// The answer for the others.
pub trait Unfused {
    /// It does not.
    fn fused(&self) -> Never {
        Never
    }
}

impl<F> Unfused for Probe<F> {}

/// A future that does not say whether it has completed.
#[derive(Clone, Copy, Debug)]
pub struct Never;

impl<F> Terminated<F> for Never {
    #[inline]
    fn is_terminated(&self, _: &F) -> bool {
        false
    }
}

/// A future that says so, as those that `futures::select!` takes.
#[cfg(feature = "futures")]
#[derive(Clone, Copy, Debug)]
pub struct Fused;

#[cfg(feature = "futures")]
impl<F: FusedFuture> Terminated<F> for Fused {
    #[inline]
    fn is_terminated(&self, future: &F) -> bool {
        future.is_terminated()
    }
}
