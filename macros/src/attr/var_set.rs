//! Sets of variables: a bit for each, as the analyses join and copy them at every turn.

use super::ir::VarId;

const BITS: usize = u64::BITS as usize;

#[derive(Clone, Default)]
pub(crate) struct VarSet {
    words: Vec<u64>,
}

impl VarSet {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn contains(&self, &var: &VarId) -> bool {
        self.words.get(var / BITS).is_some_and(|word| word >> (var % BITS) & 1 == 1)
    }

    /// Says whether it was not there before.
    pub(crate) fn insert(&mut self, var: VarId) -> bool {
        let is_new = !self.contains(&var);
        if self.words.len() <= var / BITS {
            self.words.resize(var / BITS + 1, 0);
        }
        self.words[var / BITS] |= 1 << (var % BITS);
        is_new
    }

    pub(crate) fn remove(&mut self, &var: &VarId) {
        if let Some(word) = self.words.get_mut(var / BITS) {
            *word &= !(1 << (var % BITS));
        }
    }

    /// Leaves only what is in `other` too.
    pub(crate) fn retain(&mut self, other: &VarSet) {
        let words = other.words.iter().chain(std::iter::repeat(&0));
        self.words.iter_mut().zip(words).for_each(|(word, other)| *word &= other);
    }

    /// Adds all of `other`, and says whether any was new.
    pub(crate) fn extend(&mut self, other: &VarSet) -> bool {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        let mut grows = false;
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            grows |= more & !*word != 0;
            *word |= more;
        }
        grows
    }

    /// In ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = VarId> {
        let words = self.words.iter().enumerate();
        words.flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    index * BITS + bit
                })
            })
        })
    }
}

impl FromIterator<VarId> for VarSet {
    fn from_iter<I: IntoIterator<Item = VarId>>(vars: I) -> Self {
        let mut set = VarSet::new();
        vars.into_iter().for_each(|var| _ = set.insert(var));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::VarSet;

    #[test]
    fn it_holds_what_was_put_in() {
        let mut set = VarSet::new();
        let new = [3, 64, 3, 200].map(|var| set.insert(var));
        assert_eq!(new, [true, true, false, true]);
        set.remove(&64);
        set.remove(&999);
        let other = VarSet::from_iter([1]);
        assert!(set.extend(&other));
        assert!(!set.extend(&other));
        assert_eq!(set.iter().collect::<Vec<_>>(), [1, 3, 200]);
        assert!(set.contains(&3) && !set.contains(&64) && !set.contains(&1000));
        set.retain(&VarSet::from_iter([3, 64]));
        assert_eq!(set.iter().collect::<Vec<_>>(), [3]);
    }
}
