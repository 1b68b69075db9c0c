//! What the user gets to read.

use std::fmt;
use std::time::Duration;

use crate::args::Args;
use crate::ledger::Ledger;
use crate::load::Outcome;
use crate::ways::Way;

/// How many holes are shown.
const HOLES: usize = 5;

pub struct Report {
    seed: u64,
    columns: Vec<Column>,
}

struct Column {
    way: Way,
    outcome: Outcome,
    ledger: Ledger,
}

/// A line of the table: its name, and its cell for a way.
type Line = (&'static str, fn(&Column) -> String);

const LINES: [Line; 11] = [
    ("rows in the database", |column| count(column.ledger.rows)),
    ("items in these rows", |column| count(column.ledger.expected)),
    ("items received", |column| count(column.ledger.received)),
    ("missing", |column| count(column.ledger.missing)),
    ("duplicated", |column| count(column.ledger.duplicated)),
    ("out of order", |column| count(column.ledger.out_of_order)),
    ("calls cancelled", |column| count(column.outcome.cancelled as usize)),
    ("packets answered", |column| count(column.outcome.answer_times.len())),
    ("median answer time", |column| milliseconds(median(&column.outcome.answer_times))),
    ("worst answer time", |column| milliseconds(column.outcome.answer_times.last())),
    ("wall time", |column| seconds(column.outcome.wall_time)),
];

impl Report {
    pub fn new(args: &Args) -> Report {
        Report { seed: args.seed, columns: Vec::new() }
    }

    pub fn push(&mut self, way: Way, outcome: Outcome, ledger: Ledger) {
        self.columns.push(Column { way, outcome, ledger });
    }

    /// Whether the plain function lost items, and the annotated one did nothing wrong.
    pub fn is_as_expected(&self) -> bool {
        self.ledger(Way::Plain).missing > 0 && self.ledger(Way::Safe).is_clean()
    }

    fn ledger(&self, way: Way) -> &Ledger {
        let column = self.columns.iter().find(|column| column.way == way);
        &column.expect("the load ran each way").ledger
    }

    fn holes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let holes = &self.ledger(Way::Plain).holes;
        if holes.is_empty() {
            return Ok(());
        }
        let (shown, all) = (holes.len().min(HOLES), count(holes.len()));
        writeln!(f, "\nWhat Barbara finds in (a), {shown} of {all} rows with holes:")?;
        holes.iter().take(shown).try_for_each(|hole| writeln!(f, "  {hole}"))
    }

    fn verdict(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (plain, safe) = (self.ledger(Way::Plain), self.ledger(Way::Safe));
        let (lost, all) = (count(plain.missing), count(plain.expected));
        match (plain.missing, safe.is_clean()) {
            (_, false) => writeln!(f, "(b) is WRONG: each item should arrive once and in order."),
            (0, _) => writeln!(f, "(a) lost nothing this time: try more rows or more packets."),
            _ => writeln!(f, "(a) lost {lost} of {all} items. (b) lost none, nor sent any twice."),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The same load three ways, seed {}:\n", self.seed)?;
        for line in 0..2 {
            row(f, "", self.columns.iter().map(|column| column.way.heading()[line].to_owned()))?;
        }
        for (name, cell) in LINES {
            row(f, name, self.columns.iter().map(cell))?;
        }
        self.holes(f)?;
        writeln!(f)?;
        self.verdict(f)
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, cells: impl Iterator<Item = String>) -> fmt::Result {
    write!(f, "{name:<20}")?;
    for cell in cells {
        write!(f, "  {cell:>16}")?;
    }
    writeln!(f)
}

/// As in `20,000`.
fn count(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// The one in the middle of times in ascending order.
fn median(times: &[Duration]) -> Option<&Duration> {
    times.get(times.len() / 2)
}

fn milliseconds(time: Option<&Duration>) -> String {
    match time {
        Some(time) => format!("{:.2} ms", time.as_secs_f64() * 1e3),
        None => "-".to_owned(),
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
