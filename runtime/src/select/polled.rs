//! `poll_fn(|cx| ..)`, whose closure borrows all that it mentions.

use core::future::PollFn;
use core::marker::PhantomData;

use crate::verdict::{Safe, Unknown};

/// A question: is this future no more than the closure that it calls?
#[derive(Debug)]
pub struct Probe<F>(PhantomData<fn(F)>);

/// Asks about the type of `future`.
pub fn probe<F>(_: &F) -> Probe<F> {
    Probe(PhantomData)
}

impl<F> Probe<PollFn<F>> {
    /// It is: with the closure, nothing is lost.
    pub fn __verdict(&self) -> Safe {
        Safe
    }
}

#[cfg(feature = "futures")]
impl<F> Probe<futures_util::future::PollFn<F>> {
    /// The same.
    pub fn __verdict(&self) -> Safe {
        Safe
    }
}

/// The answer for the future of another function of that name.
pub trait IsAnother {
    /// Its type decides.
    fn __verdict(&self) -> Unknown {
        Unknown
    }
}

impl<F> IsAnother for Probe<F> {}
