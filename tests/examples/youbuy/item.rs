//! What a row consists of.

use crate::database::Row;

/// One item of an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// The row that it is from.
    pub row: i64,
    /// Its number in that row, from 1.
    pub number: usize,
    pub name: String,
}

/// Takes a row apart.
pub fn parse(row: &Row) -> Vec<Item> {
    let names = row.items.split(", ");
    names
        .zip(1..)
        .map(|(name, number)| Item { row: row.id, number, name: name.to_owned() })
        .collect()
}

/// Makes up the items of a row.
pub fn invent(random: &mut fastrand::Rng) -> String {
    const GOODS: [&str; 8] =
        ["lamp", "chair", "kettle", "teapot", "ladder", "clock", "umbrella", "radio"];
    let names: Vec<_> =
        (0..random.usize(2..=6)).map(|_| GOODS[random.usize(..GOODS.len())]).collect();
    names.join(", ")
}
