//! The decisions of one run, and how the leaves of the harness come by them.

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};

use super::schedule::{Manner, Schedule};

/// Goes through a schedule, one suspension after the other.
pub(super) struct Decider {
    schedule: Schedule,
    suspensions: Cell<usize>,
    /// What a leaf has been told in this poll, and the driver has to keep to.
    told: Cell<Option<Decision>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Drop the call and make it again.
    Cancel,
    /// Wait for the call.
    GoOn,
}

/// What a leaf does that could be ready at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    /// It is ready.
    Now,
    /// It waits, and is ready at the next poll.
    Later,
    /// It waits, and will not be polled again.
    Dropped,
}

std::thread_local! {
    /// The run whose call is being polled on this thread.
    static CURRENT: RefCell<Option<Rc<Decider>>> = const { RefCell::new(None) };
}

impl Decider {
    pub(super) fn new(schedule: Schedule) -> Rc<Self> {
        Rc::new(Decider { schedule, suspensions: Cell::new(0), told: Cell::new(None) })
    }

    /// How many suspensions there have been.
    pub(super) fn suspensions(&self) -> usize {
        self.suspensions.get()
    }

    /// Polls the call by `poll`, in whose course leaves may ask.
    pub(super) fn during<R>(self: &Rc<Self>, poll: impl FnOnce() -> R) -> R {
        struct Restore(Option<Rc<Decider>>);

        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }

        self.told.set(None);
        let _restore = Restore(CURRENT.replace(Some(Rc::clone(self))));
        poll()
    }

    /// What becomes of the call, which has just been polled and waits.
    pub(super) fn settle(&self) -> Decision {
        self.told.get().unwrap_or_else(|| self.decide())
    }

    fn decide(&self) -> Decision {
        let index = self.suspensions.get();
        self.suspensions.set(index + 1);
        if self.schedule.cancels_at(index) { Decision::Cancel } else { Decision::GoOn }
    }

    fn tell(&self) -> Readiness {
        let index = self.suspensions.get();
        let decision = self.decide();
        // A loop that waits for somebody else must not spin within one poll for ever.
        let may_be_ready = self.schedule.manner == Manner::Eager && index < self.schedule.bound;
        match decision {
            Decision::GoOn if may_be_ready => return Readiness::Now,
            // With several leaves in one poll, a cancel wins.
            Decision::GoOn if self.told.get().is_some() => {}
            _ => self.told.set(Some(decision)),
        }
        match decision {
            Decision::GoOn => Readiness::Later,
            Decision::Cancel => Readiness::Dropped,
        }
    }
}

/// Asks the schedule of the current run what a leaf is to do that could be ready at once.
/// Outside of a run it waits once.
pub(super) fn readiness() -> Readiness {
    CURRENT.with_borrow(|current| current.as_ref().map_or(Readiness::Later, |run| run.tell()))
}
