//! Looks for a smaller program that fails in the same way.

use std::io;

use tests::generate::{Choices, Program, generate};

use super::options::Options;
use super::project::{Outcome, Project};

/// Candidates that are built at once.
const BATCH: usize = 24;

pub fn shrink(
    project: &Project,
    options: &Options,
    program: &Program,
    outcome: &Outcome,
) -> io::Result<(Program, Outcome)> {
    let mut best = (program.clone(), outcome.clone());
    let mut chunk = best.0.choices.len().max(1);
    while chunk > 0 {
        let candidates = candidates(&best.0, options, chunk);
        let mut smaller = None;
        for batch in candidates.chunks(BATCH) {
            let outcomes = project.run(batch, options)?;
            let fails = batch.iter().zip(outcomes).filter(|(_, other)| is_like(&best.1, other));
            smaller = fails.min_by_key(|(program, _)| program.text.len());
            if smaller.is_some() {
                break;
            }
        }
        match smaller {
            Some((program, outcome)) => {
                println!("  {} lines", program.text.lines().count());
                best = (program.clone(), outcome);
                chunk = chunk.min(best.0.choices.len());
            }
            None => chunk /= 2,
        }
    }
    Ok(best)
}

/// Programs of fewer and of simpler decisions, each with a text that is shorter.
fn candidates(program: &Program, options: &Options, chunk: usize) -> Vec<Program> {
    let choices = &program.choices;
    let mut candidates: Vec<Program> = Vec::new();
    let mut add = |choices: Vec<u32>| {
        let candidate = generate(Choices::replay(choices), options.features, options.max_size);
        let is_new = candidates.iter().all(|other| other.text != candidate.text);
        if candidate.text.len() < program.text.len() && is_new {
            candidates.push(candidate);
        }
    };
    for start in (0..choices.len()).step_by(chunk) {
        let end = (start + chunk).min(choices.len());
        add([&choices[..start], &choices[end..]].concat());
        let mut simpler = choices.clone();
        simpler[start..end].fill(0);
        add(simpler);
    }
    candidates.sort_by_key(|program| program.text.len());
    candidates
}

/// Whether both fail in the same way.
fn is_like(one: &Outcome, other: &Outcome) -> bool {
    match (one, other) {
        (Outcome::Fails(_), Outcome::Fails(_)) => true,
        (Outcome::Invalid(one), Outcome::Invalid(other))
        | (Outcome::Refused(one), Outcome::Refused(other)) => kind(one) == kind(other),
        _ => false,
    }
}

/// An error without its place, and without the names in it.
fn kind(message: &str) -> &str {
    let message = message.split_once(": ").map_or(message, |(_, message)| message);
    message.split('`').next().unwrap_or(message)
}
