//! What arrived, held against what should have.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use crate::item::Item;

#[derive(Debug)]
pub struct Ledger {
    pub rows: usize,
    pub expected: usize,
    pub received: usize,
    pub missing: usize,
    pub duplicated: usize,
    pub out_of_order: usize,
    /// The rows with items missing, in order.
    pub holes: Vec<Hole>,
}

/// A row with items missing.
#[derive(Debug, PartialEq, Eq)]
pub struct Hole {
    row: i64,
    numbers: Vec<usize>,
}

impl Ledger {
    pub fn new(expected: &[Item], received: &[Item]) -> Ledger {
        let mut seen = HashSet::new();
        let mut furthest = None;
        let (mut duplicated, mut out_of_order) = (0, 0);
        for item in received {
            let place = Some((item.row, item.number));
            if !seen.insert(item) {
                duplicated += 1;
            } else if place < furthest {
                out_of_order += 1;
            }
            furthest = furthest.max(place);
        }

        let mut holes = BTreeMap::<_, Vec<_>>::new();
        for item in expected.iter().filter(|item| !seen.contains(item)) {
            holes.entry(item.row).or_default().push(item.number);
        }
        Ledger {
            rows: expected.chunk_by(|a, b| a.row == b.row).count(),
            expected: expected.len(),
            received: received.len(),
            missing: holes.values().map(Vec::len).sum(),
            duplicated,
            out_of_order,
            holes: holes.into_iter().map(|(row, numbers)| Hole { row, numbers }).collect(),
        }
    }

    /// Whether each item arrived once, and in its place.
    pub fn is_clean(&self) -> bool {
        self.missing == 0 && self.duplicated == 0 && self.out_of_order == 0
    }
}

/// As in "row 812: items 3 and 4 missing".
impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Hole { row, numbers } = self;
        let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
        match numbers.split_last() {
            Some((last, [])) => write!(f, "row {row}: item {last} missing"),
            Some((last, rest)) => {
                write!(f, "row {row}: items {} and {last} missing", rest.join(", "))
            }
            None => write!(f, "row {row}: nothing missing"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(places: &[(i64, usize)]) -> Vec<Item> {
        places.iter().map(|&(row, number)| Item { row, number, name: "lamp".into() }).collect()
    }

    fn ledger(received: &[(i64, usize)]) -> Ledger {
        Ledger::new(&items(&[(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]), &items(received))
    }

    fn errors(received: &[(i64, usize)]) -> [usize; 3] {
        let ledger = ledger(received);
        [ledger.missing, ledger.duplicated, ledger.out_of_order]
    }

    #[test]
    fn clean() {
        let ledger = ledger(&[(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]);
        assert_eq!((ledger.rows, ledger.expected, ledger.received), (2, 5, 5));
        assert!(ledger.is_clean());
        assert!(ledger.holes.is_empty());
    }

    #[test]
    fn counts_what_is_wrong() {
        assert_eq!(errors(&[(1, 1), (2, 1), (2, 2)]), [2, 0, 0]);
        assert_eq!(errors(&[(1, 1), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (1, 3)]), [0, 2, 0]);
        assert_eq!(errors(&[(1, 2), (1, 1), (1, 3), (2, 2), (2, 1)]), [0, 0, 2]);
        assert_eq!(errors(&[]), [5, 0, 0]);
    }

    #[test]
    fn another_item_in_its_place_is_a_missing_one() {
        let orders = items(&[(1, 1)]);
        let wrong = [Item { name: "chair".into(), ..orders[0].clone() }];
        assert!(!Ledger::new(&orders, &wrong).is_clean());
    }

    #[test]
    fn names_the_holes() {
        let ledger = ledger(&[(1, 2), (2, 1)]);
        let holes: Vec<_> = ledger.holes.iter().map(ToString::to_string).collect();
        assert_eq!(holes, ["row 1: items 1 and 3 missing", "row 2: item 2 missing"]);
    }
}
