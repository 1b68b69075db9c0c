//! Writes random async functions, each plain and annotated from the same source, and compares
//! what they do: the plain one uncancelled, the annotated one under all kinds of schedules.

mod finds;
mod options;
mod project;
mod shrink;

use std::error::Error;
use std::fmt;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use tests::generate::{Program, bless, generate};

use self::finds::Finds;
use self::options::{Mode, Options};
use self::project::{Outcome, Project};

/// How many programs are built at once.
const BATCH: u64 = 24;

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::FAILURE;
        }
    };
    let result = match options.mode {
        Mode::Run | Mode::Plain => run(&options),
        Mode::Show => show(&options),
        Mode::Bless => bless().map(|()| true).map_err(Into::into),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn show(options: &Options) -> Result<bool, Box<dyn Error>> {
    print!("{}", generate(options.seed, options.features, options.max_size).text());
    Ok(true)
}

/// Runs batch after batch. Whether nothing fails.
fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let project = Project::new(&options.project)?;
    let start = Instant::now();
    let deadline = options.minutes.map(|minutes| start + Duration::from_secs(60 * minutes));
    let last = options.seed + options.programs;
    let mut seed = options.seed;
    let mut totals = Totals::default();
    let mut finds = Finds::default();
    while deadline.map_or(seed < last, |deadline| Instant::now() < deadline) {
        let count = if deadline.is_some() { BATCH } else { BATCH.min(last - seed) };
        let programs = programs(options, seed, count);
        let outcomes = project.run(&programs, options)?;
        for ((seed, program), outcome) in (seed..).zip(&programs).zip(&outcomes) {
            totals.add(outcome);
            finds.add(seed, program, outcome);
        }
        seed += count;
        println!("{totals}, next seed {seed}, {} s", start.elapsed().as_secs());
        if !finds.is_empty() && !options.keep_going {
            break;
        }
    }
    finds.report(&project, options)?;
    Ok(finds.is_empty())
}

/// Programs of growing sizes.
fn programs(options: &Options, seed: u64, count: u64) -> Vec<Program> {
    let program = |index: u64| {
        let size = 3 + index as u32 * options.max_size.saturating_sub(3) / (BATCH as u32 - 1);
        generate(seed + index, options.features, size)
    };
    (0..count).map(program).collect()
}

#[derive(Default)]
struct Totals {
    programs: u64,
    failures: u64,
    fragile: u64,
    suspensions: u64,
    schedules: u64,
}

impl Totals {
    fn add(&mut self, outcome: &Outcome) {
        self.programs += 1;
        match outcome {
            Outcome::Passed { schedules, suspensions } => {
                self.schedules += schedules;
                self.suspensions += suspensions;
            }
            Outcome::Fragile => self.fragile += 1,
            Outcome::Sturdy => {}
            Outcome::Fails(_) | Outcome::Invalid(_) | Outcome::Refused(_) => self.failures += 1,
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Totals { programs, failures, fragile, suspensions, schedules } = self;
        write!(f, "{programs} programs, {suspensions} suspensions, {schedules} schedules")?;
        write!(f, ", {failures} failures")?;
        if *fragile > 0 {
            write!(f, ", {fragile} fragile when plain")?;
        }
        Ok(())
    }
}
