//! Verdicts, as a branch asks for them.

use crate::lanes::Arcs;
use crate::probe::{AWAIT, Probe, probe};
use crate::verdict::{ByType, Unknown};

pub use crate::probe::Unaudited as Ask;

/// Asks about the type of a future.
pub fn probe_future<F: ?Sized>(future: &F) -> Probe<AWAIT, F, Arcs> {
    probe(future)
}

/// What a branch makes of a verdict.
pub trait InBranch: Sized {
    /// A verdict stands as it is.
    fn __in_branch(self) -> Self {
        self
    }
}

impl<V> InBranch for V {}

impl Unknown {
    /// Where nothing is known about the call, look at what it returns.
    pub fn __in_branch(self) -> Pass {
        Pass
    }
}

impl ByType {
    /// The same.
    pub fn __in_branch(self) -> Pass {
        Pass
    }
}

/// Passes the value on. Its type decides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pass;

impl Pass {
    /// Returns `value`.
    pub fn mark<T>(self, value: T) -> T {
        value
    }
}
