//! Instructions, counted by valgrind: what a busy machine does not change.
//!
//! The bench starts itself under `valgrind --tool=cachegrind`, twice for each case, with different
//! numbers of rounds: the difference is what the rounds take.

use std::process::{Command, ExitCode};

use crate::table::Row;
use crate::{Bench, io, ready, select, send};

/// A case: its name, and what does it so many times.
pub type Case = (String, Box<dyn Fn(u64)>);

pub const FLAG: &str = "--count";

const FEW: u64 = 100;
const MANY: u64 = 1100;

fn cases() -> Vec<Case> {
    [ready::cases(), send::cases(), io::cases(), select::cases()].into_iter().flatten().collect()
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

/// A line that informs: what a round of two cases takes. The targets speak of time, and where
/// atomics or copies take most of that, instructions do not tell it.
pub fn compared(bench: &mut Bench, what: &str, against: &str, cases: [String; 2]) {
    let [ours, theirs] = cases.map(|case| instructions(&case));
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => bench.table.row(Row {
            what,
            ours: format!("{ours:.0}"),
            against,
            theirs: format!("{theirs:.0}"),
            measured: ours / theirs,
            unit: "x",
            target: None,
        }),
        (Err(reason), _) | (_, Err(reason)) => bench.table.skip(what, &reason),
    }
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
