//! What a check found.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::run::{Ending, Run};
use super::schedule::Schedule;

/// What a check that found nothing has tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The schedules that were run.
    pub schedules: usize,
    /// The cancels in all of them.
    pub cancels: usize,
    /// The suspensions of the call when it is not cancelled.
    pub suspensions: usize,
}

/// A schedule under which a call does something else than when it is not cancelled.
///
/// Its `Display` is what [`check`](super::check) panics with.
pub struct Failure {
    pub(super) schedule: Schedule,
    pub(super) seed: Option<u64>,
    pub(super) expected: Box<Run<String>>,
    pub(super) found: Box<Run<String>>,
}

impl Failure {
    /// The schedule. None with fewer cancels fails, unless it was found at random: then none
    /// that differs in one cancel less.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The index of the first effect that differs.
    fn first_difference(&self) -> Option<usize> {
        let expected = &self.expected.effects;
        let found = &self.found.effects;
        let common = expected.iter().zip(found).take_while(|(left, right)| left == right).count();
        (common < expected.len().max(found.len())).then_some(common)
    }

    fn fmt_effects(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let difference = self.first_difference();
        let mut cancels = self.found.cancels.iter().peekable();
        for index in 0..=self.found.effects.len() {
            while cancels.next_if(|&&at| at == index).is_some() {
                f.write_str("    -- cancelled, and called again --\n")?;
            }
            let effect = self.found.effects.get(index).map(String::as_str);
            if difference != Some(index) {
                effect.map_or(Ok(()), |effect| writeln!(f, "    {effect}"))?;
                continue;
            }
            let effect = effect.unwrap_or("(nothing more)");
            let expected = self.expected.effects.get(index);
            match expected {
                Some(expected) => writeln!(f, "  > {effect}    <- expected: {expected}")?,
                None => writeln!(f, "  > {effect}    <- expected nothing more")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "not cancel-safe: this call does something else when it is cancelled\n")?;
        writeln!(f, "shortest failing schedule: {}", self.schedule)?;
        if let Some(seed) = self.seed {
            writeln!(f, "found by a random schedule of seed {seed}")?;
        }
        writeln!(f, "\neffects:")?;
        self.fmt_effects(f)?;
        writeln!(f, "\nending: {}", self.found.ending)?;
        writeln!(f, "\nexpected effects:")?;
        self.expected.effects.iter().try_for_each(|effect| writeln!(f, "    {effect}"))?;
        write!(f, "\nexpected ending: {}", self.expected.ending)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

impl fmt::Display for Ending<String> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ending::Returned(output) => write!(f, "returned {output}"),
            Ending::AtRest => f.write_str("waits for ever: nobody is left to wake it"),
            Ending::Endless => f.write_str("had not ended after as many polls as are allowed"),
            Ending::Panicked(message) => write!(f, "panicked: {message}"),
        }
    }
}
