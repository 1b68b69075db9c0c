//! Holds async functions to the standard of this crate: whatever the schedule of cancels, what
//! they do must be what they do uncancelled.
//!
//! [`check`] makes a call, drops it where it waits, and makes it again: under every schedule of
//! cancels over the first suspensions, then with one cancel and two in a row at each later one,
//! then under random schedules. It works for any future,
//! annotated or not, so it finds the functions that are not cancel-safe:
//!
//! ```should_panic
//! use cancel_safe::testing::{self, Log, yield_now};
//! use std::collections::VecDeque;
//!
//! struct Database(VecDeque<Vec<u32>>);
//!
//! impl Database {
//!     async fn read_next(&mut self) -> Option<Vec<u32>> {
//!         yield_now().await;
//!         self.0.pop_front()
//!     }
//! }
//!
//! struct Channel(Log);
//!
//! impl Channel {
//!     async fn send(&mut self, item: &u32) {
//!         yield_now().await;
//!         self.0.record(format_args!("send {item}"));
//!     }
//! }
//!
//! async fn read_send(db: &mut Database, channel: &mut Channel) {
//!     while let Some(data) = db.read_next().await {
//!         for item in &data {
//!             channel.send(item).await;
//!         }
//!     }
//! }
//!
//! testing::check(
//!     |log| (Database(VecDeque::from([vec![1, 2], vec![3]])), Channel(log)),
//!     async |(db, channel)| read_send(db, channel).await,
//! );
//! ```
//!
//! panics, and says when it loses what:
//!
//! ```text
//! not cancel-safe: this call does something else when it is cancelled
//!
//! shortest failing schedule: cancelled at suspension 2
//!
//! effects:
//!     -- cancelled, and called again --
//!   > send 3    <- expected: send 1
//!
//! ending: returned ()
//!
//! expected effects:
//!     send 1
//!     send 2
//!     send 3
//!
//! expected ending: returned ()
//! ```
//!
//! The same function with its locals in the hands of the caller goes through:
//!
//! ```
//! # use cancel_safe::testing::{self, Log, yield_now};
//! # use std::collections::VecDeque;
//! # struct Database(VecDeque<Vec<u32>>);
//! # impl Database {
//! #     async fn read_next(&mut self) -> Option<Vec<u32>> {
//! #         yield_now().await;
//! #         self.0.pop_front()
//! #     }
//! # }
//! # struct Channel(Log);
//! # impl Channel {
//! #     async fn send(&mut self, item: &u32) {
//! #         yield_now().await;
//! #         self.0.record(format_args!("send {item}"));
//! #     }
//! # }
//! async fn read_send(pending: &mut VecDeque<u32>, db: &mut Database, channel: &mut Channel) {
//!     loop {
//!         while let Some(item) = pending.front() {
//!             channel.send(item).await;
//!             pending.pop_front();
//!         }
//!         let Some(data) = db.read_next().await else { return };
//!         pending.extend(data);
//!     }
//! }
//!
//! testing::check(
//!     |log| (VecDeque::new(), Database(VecDeque::from([vec![1, 2], vec![3]])), Channel(log)),
//!     async |(pending, db, channel)| read_send(pending, db, channel).await,
//! );
//! ```

mod decider;
mod executor;
mod leaf;
mod log;
mod report;
mod run;
mod schedule;
mod search;
#[cfg(feature = "tokio")]
mod tokio;
mod trickle;

use core::fmt::Debug;

pub use self::leaf::{PendingTimes, pending_times, yield_now};
pub use self::log::Log;
pub use self::report::{Failure, Report};
pub use self::schedule::Schedule;
pub use self::trickle::Trickle;

use self::executor::Executor;
use self::run::{Ending, Run, run};
use self::schedule::Manner;
use self::search::Search;

/// Checks that `call` does the same under every schedule of cancels: [`Check::run`] with the
/// defaults.
///
/// `setup` makes the state of a run, whose effects go to the [`Log`] that it is given. `call`
/// makes the call under test with that state. Its output is compared too, so an effect can also
/// be shown by returning what the call has left in the state.
///
/// # Panics
///
/// When there is a schedule under which output or effects differ. The message has the shortest.
#[track_caller]
pub fn check<S, T>(setup: impl Fn(Log) -> S, call: impl AsyncFn(&mut S) -> T)
where
    T: PartialEq + Debug,
{
    Check::new().run(setup, call);
}

/// How thoroughly to check, and on what.
///
/// ```
/// use cancel_safe::testing::{Check, yield_now};
///
/// let report = Check::new().exhaustive(8).random(100).seed(7).run(
///     |_log| (),
///     async |()| {
///         yield_now().await;
///         "done"
///     },
/// );
/// assert_eq!(report.suspensions, 1);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a check does nothing before `run`"]
pub struct Check {
    exhaustive: u32,
    random: usize,
    seed: u64,
    max_polls: usize,
    executor: Executor,
}

impl Default for Check {
    fn default() -> Self {
        // Miri runs all of it some hundred times slower.
        let (exhaustive, random) = if cfg!(miri) { (4, 20) } else { (12, 1000) };
        Check { exhaustive, random, seed: 0, max_polls: 10_000, executor: Executor::Bare }
    }
}

impl Check {
    /// All schedules over the first 12 suspensions, 1000 random ones beyond, on no runtime. Under Miri,
    /// over the first 4, and 20 random ones.
    pub fn new() -> Self {
        Self::default()
    }

    /// Over how many suspensions every schedule is tried: 2 to that power, and each in two
    /// manners (leaves that could be ready at once wait first, or do not).
    ///
    /// # Panics
    ///
    /// With more than 20, which would be two million runs.
    #[track_caller]
    pub fn exhaustive(mut self, suspensions: u32) -> Self {
        assert!(suspensions <= 20, "2^{suspensions} schedules would take too long");
        self.exhaustive = suspensions;
        self
    }

    /// How many random schedules are tried besides. They are up to eight times as long.
    pub fn random(mut self, schedules: usize) -> Self {
        self.random = schedules;
        self
    }

    /// What the random schedules are made from: the same for the same seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// After how many polls in one run the call is taken to be endless.
    pub fn max_polls(mut self, polls: usize) -> Self {
        self.max_polls = polls;
        self
    }

    /// Runs on tokio: each run on a current-thread runtime of its own, with paused time.
    ///
    /// The setup may spawn tasks. Operations of tokio that could be ready at once wait first in
    /// one half of the runs, by way of tokio's cooperative budget.
    #[cfg(feature = "tokio")]
    pub fn on_tokio(mut self) -> Self {
        self.executor = Executor::Tokio(tokio::Tokio::new());
        self
    }

    /// For how long, in paused time, a call on tokio waits before it is taken to wait for ever:
    /// an hour by default.
    #[cfg(feature = "tokio")]
    pub fn patience(mut self, patience: core::time::Duration) -> Self {
        if let Executor::Tokio(tokio) = &mut self.executor {
            tokio.patience = patience;
        }
        self
    }

    /// Checks that `call` does the same under every schedule of cancels, like [`check`].
    ///
    /// # Panics
    ///
    /// When there is a schedule under which output or effects differ. The message has the
    /// shortest.
    #[track_caller]
    pub fn run<S, T>(&self, setup: impl Fn(Log) -> S, call: impl AsyncFn(&mut S) -> T) -> Report
    where
        T: PartialEq + Debug,
    {
        self.try_run(setup, call).unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// Checks that `call` does under every schedule of cancels what `reference` does uncancelled.
    ///
    /// # Panics
    ///
    /// When there is a schedule under which output or effects differ. The message has the
    /// shortest.
    #[track_caller]
    pub fn run_against<S, T>(
        &self,
        setup: impl Fn(Log) -> S,
        reference: impl AsyncFn(&mut S) -> T,
        call: impl AsyncFn(&mut S) -> T,
    ) -> Report
    where
        T: PartialEq + Debug,
    {
        let result = self.try_run_against(setup, reference, call);
        result.unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// [`run`](Self::run) that gives back the shortest failing schedule.
    ///
    /// # Panics
    ///
    /// When the call panics or does not end though it is not cancelled.
    #[track_caller]
    pub fn try_run<S, T>(
        &self,
        setup: impl Fn(Log) -> S,
        call: impl AsyncFn(&mut S) -> T,
    ) -> Result<Report, Failure>
    where
        T: PartialEq + Debug,
    {
        self.try_run_against(setup, &call, &call)
    }

    /// [`run_against`](Self::run_against) that gives back the shortest failing schedule.
    ///
    /// # Panics
    ///
    /// When the reference panics or does not end.
    #[track_caller]
    pub fn try_run_against<S, T>(
        &self,
        setup: impl Fn(Log) -> S,
        reference: impl AsyncFn(&mut S) -> T,
        call: impl AsyncFn(&mut S) -> T,
    ) -> Result<Report, Failure>
    where
        T: PartialEq + Debug,
    {
        let expected = Manner::ALL.map(|manner| {
            let schedule = Schedule::never(manner, self.exhaustive);
            run(&self.executor, self.max_polls, &schedule, &setup, &reference)
        });
        expected.iter().for_each(assert_ends);
        let report = Report { suspensions: expected[0].suspensions, ..Report::default() };
        let run =
            |schedule: &Schedule| run(&self.executor, self.max_polls, schedule, &setup, &call);
        let mut search = Search { expected, run: &run, report };
        let bound = self.exhaustive as usize;
        let beyond = 8 * bound.max(1);
        search.exhaustive(self.exhaustive)?;
        search.isolated(bound..beyond)?;
        search.random(self.random, self.seed, beyond)?;
        Ok(search.report)
    }
}

#[track_caller]
fn assert_ends<T>(run: &Run<T>) {
    match &run.ending {
        Ending::Returned(_) | Ending::AtRest => {}
        Ending::Endless => panic!("the call does not end, though it is not cancelled"),
        Ending::Panicked(message) => {
            panic!("the call panicked, though it is not cancelled: {message}")
        }
    }
}
