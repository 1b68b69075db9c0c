//! Verdicts, as a branch asks for them.

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
