//! The table: a line for each promise, with what was measured next to the target.

use std::fmt;
use std::io::Write as _;

/// What a measurement is compared with.
#[derive(Clone, Copy)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
}

use Target::{AtLeast, AtMost};

impl Target {
    fn is_met(self, value: f64) -> bool {
        match self {
            AtMost(limit) => value <= limit,
            AtLeast(limit) => value >= limit,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AtMost(limit) => write!(f, "<= {limit}"),
            AtLeast(limit) => write!(f, ">= {limit}"),
        }
    }
}

/// A line of the table.
pub struct Row<'a> {
    pub what: &'a str,
    pub ours: String,
    pub against: &'a str,
    pub theirs: String,
    pub measured: f64,
    pub unit: &'a str,
    /// None where the line only informs.
    pub target: Option<Target>,
}

#[derive(Default)]
pub struct Table {
    met: usize,
    missed: Vec<String>,
    skipped: Vec<String>,
}

impl Table {
    pub fn section(&mut self, name: &str) {
        println!("\n### {name}\n");
        println!("| what | ours | against | theirs | measured | target | |");
        println!("|---|---:|---|---:|---:|---:|---|");
    }

    pub fn row(&mut self, row: Row<'_>) {
        let Row { what, ours, against, theirs, measured, unit, target } = row;
        // Compared as it is shown.
        let measured = (measured * 100.0).round() / 100.0;
        let (limit, verdict) = match target {
            None => (String::new(), ""),
            Some(target) if target.is_met(measured) => {
                self.met += 1;
                (target.to_string(), "met")
            }
            Some(target) => {
                self.missed.push(format!("{what}: {measured:.2} {unit}, target {target}"));
                (target.to_string(), "MISSED")
            }
        };
        println!(
            "| {what} | {ours} | {against} | {theirs} | {measured:.2} {unit} | {limit} | {verdict} |"
        );
        let _ = std::io::stdout().flush();
    }

    /// A line that cannot be measured here.
    pub fn skip(&mut self, what: &str, reason: &str) {
        println!("| {what} | | | | skipped: {reason} | | |");
        self.skipped.push(what.to_owned());
    }

    pub fn summary(&self) {
        println!(
            "\n{} targets met, {} missed, {} skipped",
            self.met,
            self.missed.len(),
            self.skipped.len()
        );
        self.missed.iter().for_each(|missed| println!("    missed: {missed}"));
        self.skipped.iter().for_each(|skipped| println!("    skipped: {skipped}"));
    }
}
