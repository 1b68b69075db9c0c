//! Verdicts, as a branch asks for them.

pub use crate::probe::AWAIT;

use crate::probe::{Ask, End, Probe};

/// What the look-up finds where no inherent `verdict` applies; see
/// [`Unaudited`](crate::probe::Unaudited).
pub trait Unlisted<Parameter> {
    /// What the audit found, or [`Pass`].
    type Verdict: Default;

    /// The catalogue's answer.
    fn verdict(&self) -> Self::Verdict {
        Self::Verdict::default()
    }
}

impl<const METHOD: u64, R: ?Sized, Lane, Parameter> Unlisted<Parameter> for Probe<METHOD, R, Lane>
where
    Self: Ask<Parameter>,
{
    type Verdict = <Self as Ask<Parameter>>::Verdict;
}

/// The call is not in the catalogue: look at what it returns.
impl Unlisted<()> for End {
    type Verdict = Pass;
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
