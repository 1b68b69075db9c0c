//! Writes random async functions, each plain and annotated from the same source, and compares
//! what they do: the plain one uncancelled, the annotated one under all kinds of schedules.

mod options;
mod project;
mod shrink;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use tests::generate::{Choices, Program, generate};

use self::options::{Mode, Options};
use self::project::{Outcome, Project};
use self::shrink::shrink;

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
        Mode::Bless => tests::generate::bless().map(|()| true).map_err(Into::into),
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
    let choices = Choices::random(options.seed);
    print!("{}", generate(choices, options.features, options.max_size).text);
    Ok(true)
}

/// Runs batch after batch, until one fails. Whether none does.
fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let project = Project::new()?;
    let start = Instant::now();
    let deadline = options.minutes.map(|minutes| start + Duration::from_secs(60 * minutes));
    let mut totals = Totals::default();
    let mut seed = options.seed;
    let last = options.seed + options.programs;
    let goes_on = |seed| match deadline {
        Some(deadline) => Instant::now() < deadline,
        None => seed < last,
    };
    while goes_on(seed) {
        let count = if deadline.is_some() { BATCH } else { BATCH.min(last - seed) };
        let seeds = seed..seed + count;
        let sizes = (0..).map(|index: u32| 3 + index * options.max_size.saturating_sub(3) / 23);
        let programs: Vec<_> = seeds
            .clone()
            .zip(sizes)
            .map(|(seed, size)| generate(Choices::random(seed), options.features, size))
            .collect();
        let outcomes = project.run(&programs, options)?;
        for ((seed, program), outcome) in seeds.zip(&programs).zip(&outcomes) {
            totals.add(outcome);
            if let Outcome::Fails(_) | Outcome::Invalid(_) | Outcome::Refused(_) = outcome {
                println!("seed {seed} fails; looking for a smaller program that fails too");
                let (program, outcome) = shrink(&project, options, program, outcome)?;
                report(&program, &outcome);
                println!("{totals}");
                return Ok(false);
            }
        }
        seed += count;
        println!("{totals}, next seed {seed}, {} s", start.elapsed().as_secs());
    }
    Ok(true)
}

fn report(program: &Program, outcome: &Outcome) {
    println!("\n{}", program.text);
    match outcome {
        Outcome::Fails(report) => println!("{report}"),
        Outcome::Invalid(message) => println!("the generator is wrong: line {message}"),
        Outcome::Refused(message) => println!("does not compile: line {message}"),
        Outcome::Passed { .. } | Outcome::Fragile | Outcome::Sturdy => {}
    }
}

#[derive(Default)]
struct Totals {
    programs: u64,
    schedules: u64,
    suspensions: u64,
    fragile: u64,
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
            _ => {}
        }
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Totals { programs, schedules, suspensions, fragile } = self;
        write!(f, "{programs} programs, {suspensions} suspensions, {schedules} schedules")?;
        if *fragile > 0 {
            write!(f, ", {fragile} fragile when plain")?;
        }
        Ok(())
    }
}
