//! Verdicts, as a branch asks for them.

use core::future::{IntoFuture, Pending, pending};

use crate::marks::Marked;
use crate::probe::{Probe, method};

/// Stands for awaiting the value itself: asked about the type of a future.
pub const AWAIT: u64 = method("await");

/// The answer for a call that is not in the catalogue: look at what it returns.
pub trait Unlisted {
    /// No verdict on the call.
    fn verdict(&self) -> Pass {
        Pass
    }
}

impl<const METHOD: u64, R: ?Sized> Unlisted for Probe<METHOD, R> {}

/// Passes the value on. Its type decides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pass;

impl Pass {
    /// Returns `value`.
    pub fn mark<T>(self, value: T) -> T {
        value
    }
}

pub mod by_type {
    //! The answers for a future whose type is not in the catalogue.

    use super::{IntoFuture, NoFuture, Pass, Probe};

    /// It has to be cancel-safe by its type.
    pub trait Future {
        /// No verdict on the type.
        fn verdict(&self) -> Pass {
            Pass
        }
    }

    impl<const METHOD: u64, F: IntoFuture> Future for Probe<METHOD, F> {}

    /// It is no future at all. Said once, with nothing that follows from it.
    pub trait NotAFuture {
        /// Refuses.
        fn verdict(&self) -> NoFuture {
            NoFuture
        }
    }

    impl<const METHOD: u64, F> NotAFuture for &Probe<METHOD, F> {}
}

/// What is not a future.
#[derive(Clone, Copy, Debug)]
pub struct NoFuture;

impl NoFuture {
    /// Fails to compile.
    pub fn mark<F: IntoFuture, T>(self, _: F) -> Marked<Pending<T>> {
        Marked::new(pending())
    }
}
