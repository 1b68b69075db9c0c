//! Where the decisions of the generator come from.

/// Random decisions, the same for the same seed: SplitMix64.
pub struct Choices(u64);

impl Choices {
    /// The decisions of a seed.
    pub fn new(seed: u64) -> Self {
        Choices(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end)) as u32
    }

    /// Yes in so many of 100 cases.
    pub fn percent(&mut self, yes: u32) -> bool {
        self.below(100) < yes
    }

    /// One of the options, each as probable as its weight.
    pub fn pick<T: Copy>(&mut self, options: &[(u32, T)]) -> T {
        let mut left = self.below(options.iter().map(|(weight, _)| weight).sum());
        for &(weight, option) in options {
            match left.checked_sub(weight) {
                Some(rest) => left = rest,
                None => return option,
            }
        }
        unreachable!("it was below the sum of the weights")
    }
}
