//! Does the future know that it has completed?

use core::marker::PhantomData;

#[cfg(feature = "futures")]
use futures_util::future::FusedFuture;

#[cfg(feature = "futures")]
use crate::marks::Marked;

/// Whether a future has completed before.
pub trait Kind<F> {
    /// True where it must not be polled any more.
    fn is_terminated(future: &F) -> bool;
}

/// A question: what kind of future is this?
#[derive(Debug)]
pub struct Probe<F>(PhantomData<fn(F)>);

/// Asks about the type of `future`.
pub fn probe<F>(_: &F) -> Probe<F> {
    Probe(PhantomData)
}

/// One that says when it has completed, as those that `futures::select!` takes.
#[cfg(feature = "futures")]
#[derive(Clone, Copy, Debug)]
pub struct Fused;

#[cfg(feature = "futures")]
impl<F: FusedFuture> Probe<F> {
    /// The kind.
    pub fn __kind(&self) -> Fused {
        Fused
    }
}

#[cfg(feature = "futures")]
impl<F: FusedFuture> Kind<F> for Fused {
    #[inline]
    fn is_terminated(future: &F) -> bool {
        future.is_terminated()
    }
}

#[cfg(feature = "futures")]
impl<F: FusedFuture> FusedFuture for Marked<F> {
    fn is_terminated(&self) -> bool {
        self.future.is_terminated()
    }
}

/// One that does not say when it has completed.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// The answer for it.
pub trait IsPlain {
    /// The kind.
    fn __kind(&self) -> Plain {
        Plain
    }
}

impl<F> IsPlain for Probe<F> {}

impl<F> Kind<F> for Plain {
    #[inline]
    fn is_terminated(_: &F) -> bool {
        false
    }
}
