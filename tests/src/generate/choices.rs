//! Where the decisions of the generator come from.

/// A sequence of decisions: random ones that are recorded, or recorded ones that are replayed.
///
/// A program is a function of its decisions. So a smaller program is made from fewer or smaller
/// ones, and is as well-typed as any: 0 is always the simplest decision.
pub struct Choices {
    recorded: Vec<u32>,
    next: usize,
    random: Option<Random>,
}

impl Choices {
    /// Random decisions.
    pub fn random(seed: u64) -> Self {
        Choices { recorded: Vec::new(), next: 0, random: Some(Random(seed)) }
    }

    /// The same decisions again, and the simplest ones after them.
    pub fn replay(recorded: Vec<u32>) -> Self {
        Choices { recorded, next: 0, random: None }
    }

    /// The decisions that have been asked for.
    pub fn into_recorded(mut self) -> Vec<u32> {
        self.recorded.truncate(self.next);
        self.recorded
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        self.weighted(end as usize, |_| 1) as u32
    }

    /// Yes in so many of 100 cases. No is simpler.
    pub fn percent(&mut self, yes: u32) -> bool {
        self.weighted(2, |index| if index == 0 { 100 - yes } else { yes }) == 1
    }

    /// One of the options, each as probable as its weight. The first is the simplest.
    pub fn pick<T: Copy>(&mut self, options: &[(u32, T)]) -> T {
        options[self.weighted(options.len(), |index| options[index].0)].1
    }

    fn weighted(&mut self, options: usize, weight: impl Fn(usize) -> u32) -> usize {
        assert!(options > 0, "nothing to choose from");
        let index = self.next;
        self.next += 1;
        if let Some(&choice) = self.recorded.get(index) {
            return (choice as usize).min(options - 1);
        }
        let Some(random) = &mut self.random else {
            return 0;
        };
        let total = (0..options).map(&weight).sum();
        let mut left = random.below(total);
        let choice = (0..options).find(|&index| match left.checked_sub(weight(index)) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        let choice = choice.unwrap_or(0);
        self.recorded.push(choice as u32);
        choice
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % u64::from(end)) as u32
    }
}
