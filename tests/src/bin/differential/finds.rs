//! What has failed, sorted by how.

use std::collections::BTreeMap;
use std::io;

use tests::generate::Program;

use super::options::Options;
use super::project::{Outcome, Project};
use super::shrink::shrink;

/// For each kind of failure, how often it has been seen, and the smallest program.
#[derive(Default)]
pub struct Finds(BTreeMap<String, Find>);

struct Find {
    count: usize,
    seed: u64,
    program: Program,
    outcome: Outcome,
}

impl Finds {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says at once what has failed; it is shown when all have run.
    pub fn add(&mut self, seed: u64, program: &Program, outcome: &Outcome) {
        let Some(kind) = kind(outcome) else { return };
        println!("seed {seed}: {kind}");
        let new = || Find { count: 0, seed, program: program.clone(), outcome: outcome.clone() };
        let find = self.0.entry(kind).or_insert_with(new);
        find.count += 1;
        if program.source().len() < find.program.source().len() {
            *find = Find { count: find.count, ..new() };
        }
    }

    /// Shows a program of each kind, as small as it can be made.
    pub fn report(&self, project: &Project, options: &Options) -> io::Result<()> {
        for (kind, find) in &self.0 {
            println!("\n{}\n{kind}: seen {} times, seed {}", "=".repeat(80), find.count, find.seed);
            let (program, outcome) = shrink(project, options, &find.program, &find.outcome)?;
            match outcome {
                Outcome::Invalid(message) => println!("{}\nat {message}", program.plain()),
                Outcome::Refused(message) => println!("{}\nat {message}", program.annotated()),
                Outcome::Fails(report) => println!("{}\n{report}", program.annotated()),
                Outcome::Passed { .. } | Outcome::Fragile | Outcome::Sturdy => {}
            }
        }
        for (kind, find) in &self.0 {
            println!("{:4} {kind}", find.count);
        }
        Ok(())
    }
}

/// How it has failed, without places and names.
pub fn kind(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Passed { .. } | Outcome::Fragile | Outcome::Sturdy => None,
        Outcome::Fails(report) => Some(format!("fails, {}", ending(report))),
        Outcome::Refused(message) => Some(format!("does not compile, {}", error(message))),
        Outcome::Invalid(message) => Some(format!("the generator is wrong, {}", error(message))),
    }
}

/// An error without its place, and without the names in it.
fn error(message: &str) -> String {
    let message = message.split_once(": ").map_or(message, |(_, message)| message);
    message.split('`').step_by(2).collect::<Vec<_>>().join("_")
}

/// Whether it is the effects or the ending that differ.
fn ending(report: &str) -> String {
    let ending = report.lines().find_map(|line| line.strip_prefix("ending: "));
    match ending {
        Some(ending) if ending.starts_with("returned") && report.contains("  > ") => {
            "effects differ".to_string()
        }
        Some(ending) if ending.starts_with("returned") => "output differs".to_string(),
        Some(ending) => ending.chars().take(60).collect(),
        None => report.lines().next().unwrap_or_default().to_string(),
    }
}
