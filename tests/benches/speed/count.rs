//! Instructions, counted by valgrind: what a busy machine does not change.
//!
//! The bench starts itself under `valgrind --tool=cachegrind`, twice for each case, with different
//! numbers of rounds: the difference is what the rounds take.

use std::process::{Command, ExitCode};

use crate::{ready, select};

/// A case: its name, and what does it so many times.
pub type Case = (String, Box<dyn Fn(u64)>);

pub const FLAG: &str = "--count";

const FEW: u64 = 100;
const MANY: u64 = 1100;

fn cases() -> Vec<Case> {
    ready::cases().into_iter().chain(select::cases()).collect()
}

/// The part that runs under valgrind.
pub fn run(case: &str, rounds: &str) -> ExitCode {
    let rounds = rounds.parse().expect("a number of rounds");
    match cases().into_iter().find(|(name, _)| name == case) {
        Some((_, run)) => {
            run(rounds);
            ExitCode::SUCCESS
        }
        None => ExitCode::FAILURE,
    }
}

/// How many instructions a round of a case takes. `Err` says why that cannot be known.
pub fn instructions(case: &str) -> Result<f64, String> {
    let (few, many) = (total(case, FEW)?, total(case, MANY)?);
    Ok((many - few) / (MANY - FEW) as f64)
}

fn total(case: &str, rounds: u64) -> Result<f64, String> {
    let exe = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(exe)
        .args([FLAG, case, &rounds.to_string()])
        .output()
        .map_err(|_| "needs `valgrind` (Debian: `apt-get install valgrind`)".to_owned())?;
    let text = String::from_utf8_lossy(&output.stderr);
    let refs =
        text.lines().find_map(|line| line.split_once("I refs:").or(line.split_once("I   refs:")));
    refs.and_then(|(_, count)| count.trim().replace(',', "").parse().ok()).ok_or_else(|| {
        format!("valgrind counted nothing: {}", text.lines().last().unwrap_or_default())
    })
}
