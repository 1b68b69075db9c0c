//! Goes through the schedules until one fails.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt::Debug;
use core::ops::Range;

use super::report::{Failure, Report};
use super::run::Run;
use super::schedule::{Exhaustive, Manner, Random, Schedule, isolated};

pub(super) struct Search<'a, T, R> {
    /// What is expected, in each manner.
    pub(super) expected: [Run<T>; Manner::COUNT],
    /// Runs the call under a schedule.
    pub(super) run: &'a R,
    pub(super) report: Report,
}

impl<T: PartialEq + Debug, R: Fn(&Schedule) -> Run<T>> Search<'_, T, R> {
    /// Tries every schedule over the first `bound` suspensions, the simplest first.
    pub(super) fn exhaustive(&mut self, bound: u32) -> Result<(), Failure> {
        let mut schedules = Exhaustive::new(bound);
        while let Some((schedule, suspensions)) = schedules.next() {
            *suspensions = self.attempt(&schedule)?;
        }
        Ok(())
    }

    /// Tries one cancel, and two in a row, at each of these suspensions that a run comes to.
    pub(super) fn isolated(&mut self, indices: Range<usize>) -> Result<(), Failure> {
        let reached = self.report.suspensions;
        for index in indices.start..indices.end.min(reached) {
            for schedule in isolated(index) {
                self.attempt(&schedule)?;
            }
        }
        Ok(())
    }

    /// Tries `count` random schedules, and simplifies the first that fails.
    pub(super) fn random(&mut self, count: usize, seed: u64, bound: usize) -> Result<(), Failure> {
        let mut random = Random::new(seed);
        for _ in 0..count {
            if let Err(failure) = self.attempt(&random.schedule(bound)) {
                return Err(Failure { seed: Some(seed), ..self.simplify(failure) });
            }
        }
        Ok(())
    }

    /// Runs `schedule`. The number of suspensions, if nobody can tell that there were cancels.
    fn attempt(&mut self, schedule: &Schedule) -> Result<usize, Failure> {
        let found = (self.run)(schedule);
        let expected = &self.expected[schedule.manner as usize];
        if found.is_like(expected) {
            self.report.schedules += 1;
            self.report.cancels += found.cancels.len();
            return Ok(found.suspensions);
        }
        Err(Failure {
            schedule: schedule.clone(),
            seed: None,
            expected: Box::new(expected.printed()),
            found: Box::new(found.printed()),
        })
    }

    /// Leaves out one cancel after the other, as long as it still fails.
    fn simplify(&mut self, mut failure: Failure) -> Failure {
        loop {
            let simpler: Vec<_> = failure.schedule.simpler().collect();
            match simpler.iter().find_map(|schedule| self.attempt(schedule).err()) {
                Some(simpler) => failure = simpler,
                None => return failure,
            }
        }
    }
}
