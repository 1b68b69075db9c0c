//! Looks for a smaller program that fails in the same way.
//!
//! Works on the text. What is no program any more does not compile, or fails in another way.

// One range to leave out is a list of ranges too.
#![allow(clippy::single_range_in_vec_init)]

use std::collections::HashSet;
use std::io;
use std::ops::Range;

use tests::generate::Program;

use super::finds::kind;
use super::options::Options;
use super::project::{Outcome, Project};

/// Candidates that are built at once.
const BATCH: usize = 32;

pub fn shrink(
    project: &Project,
    options: &Options,
    program: &Program,
    outcome: &Outcome,
) -> io::Result<(Program, Outcome)> {
    let mut best = (program.clone(), outcome.clone());
    let same = kind(outcome);
    let mut tried = HashSet::new();
    'smaller: loop {
        let source = best.0.source();
        let mut candidates = fewer_lines(source);
        candidates.extend(simpler_expressions(source));
        candidates
            .retain(|candidate| candidate.len() < source.len() && tried.insert(candidate.clone()));
        let candidates: Vec<_> =
            candidates.into_iter().map(|source| program.with_source(source)).collect();
        for batch in candidates.chunks(BATCH) {
            let batch = match outcome {
                // Errors in the annotated half may hide those in the plain one.
                Outcome::Refused(_) => project.valid(batch)?,
                _ => batch.to_vec(),
            };
            let outcomes = match outcome {
                Outcome::Refused(_) | Outcome::Invalid(_) => project.check(&batch)?,
                _ => project.run(&batch, options)?,
            };
            let failing = batch.iter().zip(outcomes).filter(|(_, other)| kind(other) == same);
            let smallest = failing.min_by_key(|(program, _)| program.source().len());
            if let Some((program, outcome)) = smallest {
                best = (program.clone(), outcome);
                continue 'smaller;
            }
        }
        return Ok(best);
    }
}

/// Without some statements, or without the block around them. Those that remove most come first.
fn fewer_lines(source: &str) -> Vec<String> {
    let lines: Vec<_> = source.lines().filter(|line| !line.is_empty()).collect();
    let without = |removed: &[Range<usize>]| {
        let is_kept = |index| !removed.iter().any(|range| range.contains(&index));
        let kept = (0..lines.len()).filter(|&index| is_kept(index)).map(|index| lines[index]);
        kept.fold(String::new(), |source, line| source + line + "\n")
    };
    let mut candidates = Vec::new();
    for start in 0..lines.len() {
        // This statement, and up to 15 of those that follow in its block.
        let mut end = start;
        for _ in 0..16 {
            let Some(next) = end_of_statement(&lines, end) else { break };
            end = next;
            candidates.push(without(&[start..end]));
        }
        let Some(end) = end_of_statement(&lines, start).filter(|end| *end > start + 1) else {
            continue;
        };
        match alternative(&lines, start, end) {
            None => candidates.push(without(&[start..start + 1, end - 1..end])),
            Some(middle) => {
                candidates.push(without(&[start..start + 1, middle..end]));
                candidates.push(without(&[start..middle + 1, end - 1..end]));
                candidates.push(without(&[middle..end - 1]));
            }
        }
    }
    candidates.sort_by_key(String::len);
    candidates
}

/// Where the statement that begins at the line `start` ends.
fn end_of_statement(lines: &[&str], start: usize) -> Option<usize> {
    let mut depth = 0;
    for (index, line) in lines.iter().enumerate().skip(start) {
        for c in line.chars() {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if depth < 0 {
                return None;
            }
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

/// The line with the `else` of the statement.
fn alternative(lines: &[&str], start: usize, end: usize) -> Option<usize> {
    let mut depth = 0;
    (start..end).find(|&index| {
        let is_alternative = depth == 1 && lines[index].starts_with("} else");
        depth += lines[index].matches('{').count() as i32;
        depth -= lines[index].matches('}').count() as i32;
        is_alternative
    })
}

/// With a literal, or with its operand, in place of an expression.
fn simpler_expressions(source: &str) -> Vec<String> {
    let mut candidates = Vec::new();
    let bytes = source.as_bytes();
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"_:.".contains(&byte);
    for (open, _) in source.match_indices('(') {
        let Some(close) = closing(bytes, open) else { continue };
        let start = (0..open).rev().find(|&index| !is_path(bytes[index])).map_or(0, |at| at + 1);
        let mut end = close + 1;
        while let Some(suffix) =
            [".await", "?", ".clone()"].iter().find(|suffix| source[end..].starts_with(**suffix))
        {
            end += suffix.len();
        }
        let inner = &source[open + 1..close];
        let literals = ["0", "1", "true", "String::new()", "Vec::new()", "None", "Dot"];
        for replacement in literals.into_iter().chain([inner]) {
            for start in [start, open] {
                for end in [close + 1, end] {
                    let candidate = [&source[..start], replacement, &source[end..]].concat();
                    candidates.push(candidate);
                }
            }
        }
    }
    candidates.sort_by_key(String::len);
    candidates
}

fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0;
    (open..bytes.len()).find(|&index| {
        depth += match bytes[index] {
            b'(' => 1,
            b')' => -1,
            _ => 0,
        };
        depth == 0
    })
}
