//! Runs a function that is written twice: plain and uncancelled, annotated and cancelled.

use std::any::Any;
use std::pin::Pin;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use cancel_safe::testing::{Check, Failure, Log, Report};

use crate::world::Env;

/// The state of a run.
pub struct World {
    /// The environment.
    pub env: Env,
    /// What is lent to the function.
    pub numbers: Vec<u32>,
    /// What is lent to the function to be changed.
    pub out: Vec<u32>,
    /// What is lent to the function.
    pub label: String,
    /// The checkpoint.
    pub pending: Box<dyn Any>,
    /// What the calls that completed have returned.
    pub returned: Vec<String>,
}

impl World {
    fn new(log: Log, pending: Box<dyn Any>) -> Self {
        World {
            env: Env::new(log),
            numbers: vec![5, 8, 2],
            out: vec![1],
            label: "label".to_string(),
            pending,
            returned: Vec::new(),
        }
    }

    /// What can be seen after the calls.
    pub fn outcome(&self) -> String {
        format!("{:?}, out {:?}", self.returned, self.out)
    }
}

/// A call under way.
pub type Call<'a> = Pin<Box<dyn Future<Output = String> + 'a>>;

/// A function that is written twice.
#[derive(Clone, Copy)]
pub struct Program {
    /// Makes the checkpoint.
    pub fresh: fn() -> Box<dyn Any>,
    /// Calls the plain one.
    pub plain: fn(&mut World) -> Call<'_>,
    /// Calls the annotated one.
    pub annotated: fn(&mut World) -> Call<'_>,
}

impl Program {
    /// Checks that the annotated function does under every schedule what the plain one does
    /// uncancelled.
    pub fn check(&self, check: &Check) -> Result<Report, Failure> {
        check.try_run_against(|log| World::new(log, (self.fresh)()), self.plain, self.annotated)
    }

    /// Whether a cancel does harm to the plain function: if not, the program shows little.
    pub fn is_fragile(&self, check: &Check) -> bool {
        let fresh = || Box::new(()) as Box<dyn Any>;
        check.try_run(|log| World::new(log, fresh()), self.plain).is_err()
    }
}

/// Runs the programs, and prints a line for each: its name, and `ok`, `fragile`, `sturdy`, or
/// `fails` and then the reason, which ends with a line `end`.
///
/// Arguments on the command line: how many suspensions are tried exhaustively, how many random
/// schedules, and `plain` to see what cancels do to the plain functions.
pub fn main(programs: &[(&'static str, Program)]) {
    let mut arguments = std::env::args().skip(1);
    let mut number = || arguments.next().and_then(|argument| argument.parse().ok());
    let exhaustive = number().unwrap_or(12);
    let random = number().unwrap_or(1000);
    let check = Check::new().exhaustive(exhaustive).random(random as usize);
    let plain = arguments.next().is_some();
    // The panic of a run is part of its report.
    std::panic::set_hook(Box::new(|_| ()));
    for (name, program) in programs {
        let program = *program;
        let check = check.clone();
        let (tx, rx) = mpsc::channel();
        // Not joined: a program that spins for ever must not hold up the others.
        thread::spawn(move || tx.send(outcome(&program, &check, plain)));
        let outcome = rx.recv_timeout(Duration::from_secs(60));
        let hangs = "fails\nspins for ever, or panics uncancelled\nend".to_string();
        println!("{name} {}", outcome.unwrap_or(hangs));
    }
}

fn outcome(program: &Program, check: &Check, plain: bool) -> String {
    if plain {
        return if program.is_fragile(check) { "fragile" } else { "sturdy" }.to_string();
    }
    match program.check(check) {
        Ok(report) => format!("ok {} {}", report.schedules, report.suspensions),
        Err(failure) => format!("fails\n{failure}\nend"),
    }
}
