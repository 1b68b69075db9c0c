//! When a run cancels.

use alloc::vec::Vec;
use core::fmt;

/// At which suspensions of a run the call is cancelled and made again.
///
/// Suspensions are counted over the whole run, from 1: a call that is cancelled and then waits
/// at the same await again has been suspended twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Counted from 0, ascending.
    cancels: Vec<usize>,
    pub(super) manner: Manner,
    /// Each call is first made and dropped without a poll.
    pub(super) unpolled: bool,
    /// Within these first suspensions there may be cancels.
    pub(super) bound: usize,
}

/// What a run does beside its cancels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Manner {
    /// Leaves that could be ready at once wait first.
    #[default]
    Waiting,
    /// Leaves that could be ready at once are, unless they are cancelled, and other tasks run
    /// between a cancel and the next call.
    Eager,
}

impl Manner {
    pub(super) const COUNT: usize = 2;

    pub(super) const ALL: [Manner; Manner::COUNT] = [Manner::Waiting, Manner::Eager];
}

impl Schedule {
    /// The run that the others are compared with.
    pub(super) fn never(manner: Manner, bound: u32) -> Self {
        Schedule { cancels: Vec::new(), manner, unpolled: false, bound: bound as usize }
    }

    fn new(cancels: Vec<usize>, manner: Manner, bound: usize) -> Self {
        debug_assert!(cancels.is_sorted());
        Schedule { cancels, manner, unpolled: manner == Manner::Eager, bound }
    }

    fn from_mask(mask: u32, manner: Manner, bound: u32) -> Self {
        let cancels = (0..bound).filter(|bit| mask >> bit & 1 == 1).map(|bit| bit as usize);
        Schedule::new(cancels.collect(), manner, bound as usize)
    }

    /// The suspensions at which the call is cancelled, from 1.
    pub fn cancels(&self) -> impl Iterator<Item = usize> + '_ {
        self.cancels.iter().map(|index| index + 1)
    }

    pub(super) fn cancels_at(&self, index: usize) -> bool {
        self.cancels.binary_search(&index).is_ok()
    }

    /// The schedules with one cancel less, the last ones first. A cancel makes for suspensions
    /// of its own, so without it the later ones may have to come earlier.
    pub(super) fn simpler(&self) -> impl Iterator<Item = Schedule> + '_ {
        let without = |index, shift| {
            let mut simpler = self.clone();
            simpler.cancels.remove(index);
            simpler.cancels[index..].iter_mut().for_each(|later| *later -= shift);
            simpler
        };
        let indices = (0..self.cancels.len()).rev();
        indices.flat_map(move |index| [without(index, 0), without(index, 1)])
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cancels.as_slice() {
            [] => f.write_str("never cancelled")?,
            [one] => write!(f, "cancelled at suspension {}", one + 1)?,
            [first, rest @ ..] => {
                write!(f, "cancelled at suspensions {}", first + 1)?;
                rest.iter().try_for_each(|index| write!(f, ", {}", index + 1))?;
            }
        }
        if self.unpolled {
            f.write_str(", each call first made and dropped unpolled")?;
        }
        if self.manner == Manner::Eager {
            f.write_str(", all that can be ready at once is")?;
        }
        Ok(())
    }
}

/// All schedules over the first `bound` suspensions, the simplest first.
///
/// Those that end in cancels which a run never came to are left out: they are the same as
/// shorter ones.
pub(super) struct Exhaustive {
    bound: u32,
    masks: Vec<u32>,
    /// For each mask and manner, how many suspensions its run had.
    suspensions: Vec<[usize; Manner::COUNT]>,
    next: usize,
}

impl Exhaustive {
    pub(super) fn new(bound: u32) -> Self {
        let mut masks: Vec<u32> = (0..1 << bound).collect();
        masks.sort_by_key(|&mask| (mask.count_ones(), mask));
        let suspensions = alloc::vec![[0; Manner::COUNT]; masks.len()];
        Exhaustive { bound, masks, suspensions, next: 0 }
    }

    /// The next schedule, and the place to note the number of suspensions of its run.
    pub(super) fn next(&mut self) -> Option<(Schedule, &mut usize)> {
        loop {
            let mask = *self.masks.get(self.next / Manner::COUNT)?;
            let manner = self.next % Manner::COUNT;
            self.next += 1;
            if self.is_new(mask, manner) {
                let schedule = Schedule::from_mask(mask, Manner::ALL[manner], self.bound);
                return Some((schedule, &mut self.suspensions[mask as usize][manner]));
            }
        }
    }

    /// Whether the run without the last cancel came as far as that cancel.
    fn is_new(&mut self, mask: u32, manner: usize) -> bool {
        let Some(last) = mask.checked_ilog2() else {
            return true;
        };
        let without_last = mask & !(1 << last);
        self.suspensions[without_last as usize][manner] > last as usize
    }
}

/// One cancel, and two in a row, at `index`.
pub(super) fn isolated(index: usize) -> impl Iterator<Item = Schedule> {
    let cancels = [alloc::vec![index], alloc::vec![index, index + 1]].into_iter();
    cancels.flat_map(move |cancels| {
        Manner::ALL.map(|manner| Schedule::new(cancels.clone(), manner, index + 1))
    })
}

/// SplitMix64: a small generator whose whole state is the seed that gets printed.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A schedule over up to `bound` suspensions.
    pub(super) fn schedule(&mut self, bound: usize) -> Schedule {
        let length = 1 + self.below(bound as u64);
        // One cancel at 2, 4, 8 or 16 suspensions, so that both rows of cancels and long
        // stretches without any occur.
        let rarity = 2 << self.below(4);
        let cancels = (0..length).filter(|_| self.below(rarity) == 0).map(|index| index as usize);
        let cancels = cancels.collect();
        let manner = Manner::ALL[self.below(2) as usize];
        Schedule::new(cancels, manner, length as usize)
    }
}
