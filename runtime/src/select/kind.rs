//! Is it a future, and does it know that it has completed?

use core::future::{Future, IntoFuture, Pending, pending};
use core::marker::PhantomData;

#[cfg(feature = "futures")]
use futures_util::future::FusedFuture;

use crate::marks::Marked;

/// Whether a future has completed before.
pub trait Kind<F> {
    /// True where it must not be polled any more.
    fn is_terminated(future: &F) -> bool;
}

/// A question: what kind of future is this?
#[derive(Debug)]
pub struct Probe<F>(PhantomData<fn(F)>);

/// Asks about the type of `future`. The answer is that of a method called on a reference.
pub fn probe<F>(_: &F) -> Probe<F> {
    Probe(PhantomData)
}

/// One that says when it has completed, as those that `futures::select!` takes.
#[cfg(feature = "futures")]
#[derive(Clone, Copy, Debug)]
pub struct Fused;

#[cfg(feature = "futures")]
impl<F: IntoFuture<IntoFuture: FusedFuture>> Probe<F> {
    /// The kind.
    pub fn __kind(&self) -> Fused {
        Fused
    }
}

#[cfg(feature = "futures")]
impl Fused {
    /// Returns the future.
    pub fn future<F>(self, future: F) -> F {
        future
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

impl<F: IntoFuture> IsPlain for Probe<F> {}

impl Plain {
    /// Returns the future.
    pub fn future<F>(self, future: F) -> F {
        future
    }
}

impl<F> Kind<F> for Plain {
    #[inline]
    fn is_terminated(_: &F) -> bool {
        false
    }
}

/// No future at all.
#[derive(Clone, Copy, Debug)]
pub struct NoFuture;

/// The answer for it.
pub trait IsNoFuture {
    /// The kind.
    fn __kind(&self) -> NoFuture {
        NoFuture
    }
}

impl<F> IsNoFuture for &Probe<F> {}

impl NoFuture {
    /// Fails to compile, and goes on with a future, so that nothing fails a second time.
    pub fn future<F: IntoFuture, T>(self, _: F) -> Marked<Pending<T>> {
        Marked::new(pending())
    }
}

impl<F: Future> Kind<F> for NoFuture {
    fn is_terminated(_: &F) -> bool {
        false
    }
}
