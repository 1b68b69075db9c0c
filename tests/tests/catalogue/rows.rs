//! The table of the catalogue: what the compiler says of each row, and the page that lists them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::facts::{Outcome, facts};
use cancel_safe::{Fact, Row};

/// The first lines of each error that the compiler gives when all rows are asked about.
fn errors() -> Vec<String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("asks");
    let output = Command::new(env::var("CARGO").unwrap())
        .args(["rustc", "--quiet", "--package", "cancel-safe", "--all-features"])
        .args(["--profile", "check", "--target-dir"])
        .arg(target)
        .args(["--", "--cfg", "cancel_safe_asks_itself"])
        .output()
        .unwrap();
    let text = format!("\n{}", String::from_utf8(output.stderr).unwrap());
    let errors = text.split("\nerror").skip(1).map(str::to_owned);
    errors.filter(|error| !error.starts_with(": could not compile")).collect()
}

fn words(row: &Row) -> Option<(&str, &str)> {
    match row.fact {
        Fact::Resumes { lost, instead } | Fact::Loses { lost, instead } => Some((lost, instead)),
        Fact::Queues => Some(("gives up its place in the queue", "`requeue(..)`")),
        _ => None,
    }
}

fn has_words(error: &str, (lost, instead): (&str, &str)) -> bool {
    error.contains(lost) && error.contains(instead)
}

/// Every refused row is refused in its own words, and no other row is.
#[test]
fn rows() {
    let errors = errors();
    let refused: Vec<_> =
        cancel_safe::catalogue().filter_map(|row| Some((row, words(row)?))).collect();
    for (row, words) in &refused {
        let errors = errors.iter().filter(|error| has_words(error, *words));
        assert_ne!(errors.count(), 0, "{row:?} is not refused in these words");
    }
    for error in &errors {
        let known = refused.iter().any(|(_, words)| has_words(error, *words));
        assert!(known, "an error that is not in the table: {error}");
    }
    println!("{}", counts());
}

/// How many operations of each crate have which verdict.
fn counts() -> String {
    let mut crates = BTreeMap::<_, [usize; 5]>::new();
    for row in cancel_safe::catalogue() {
        let column = match row.fact {
            Fact::Safe => 0,
            Fact::Inner => 1,
            Fact::Resumes { .. } => 2,
            Fact::Queues => 3,
            _ => 4,
        };
        crates.entry(row.krate).or_default()[column] += row.methods.len();
    }
    let mut table = String::from(
        "| crate | safe | as what it wraps | resumes | queues | refused |\n|---|---|---|---|---|---|\n",
    );
    for (krate, [safe, inner, resumes, queues, loses]) in crates {
        writeln!(table, "| {krate} | {safe} | {inner} | {resumes} | {queues} | {loses} |").unwrap();
    }
    table
}

fn operations() -> String {
    let mut table = String::new();
    let mut last = "";
    for row in cancel_safe::catalogue() {
        if row.krate != last {
            last = row.krate;
            writeln!(table, "\n### {last}\n").unwrap();
            table += "| of | operation | verdict | lost where it cannot resume | instead |\n";
            table += "|---|---|---|---|---|\n";
        }
        let methods: Vec<_> = row.methods.iter().map(|name| format!("`{name}`")).collect();
        let (verdict, lost, instead) = match row.fact {
            Fact::Safe => ("safe", "", ""),
            Fact::Inner => ("as what it wraps", "", ""),
            Fact::Resumes { lost, instead } => ("resumes", lost, instead),
            Fact::Queues => ("queues", "its place in the queue", "`requeue(..)`"),
            Fact::Loses { lost, instead } => ("refused", lost, instead),
            _ => unreachable!(),
        };
        let methods = methods.join(", ");
        // A bar would end the cell, in code too.
        let [lost, instead] = [lost, instead].map(|text| text.replace('|', "\\|"));
        writeln!(table, "| `{}` | {methods} | {verdict} | {lost} | {instead} |", row.receiver)
            .unwrap();
    }
    table
}

/// What is known, and not in the catalogue.
fn left_out() -> String {
    let mut reasons = Vec::<(&str, &str, Vec<String>)>::new();
    for fact in facts() {
        let Outcome::LeftOut(reason) = fact.outcome else { continue };
        let operation = format!("`{} {}`", fact.receiver, fact.method);
        match reasons.iter_mut().find(|(krate, why, _)| *krate == fact.krate && *why == reason) {
            Some((_, _, operations)) => operations.push(operation),
            None => reasons.push((fact.krate, reason, vec![operation])),
        }
    }
    let mut table = String::from("| crate | operations | why |\n|---|---|---|\n");
    for (krate, reason, operations) in reasons {
        let operations = match operations.len() {
            0..=4 => operations.join(", "),
            count => format!("{count} that were read"),
        };
        writeln!(table, "| {krate} | {operations} | {reason} |").unwrap();
    }
    table
}

/// `runtime/CATALOGUE.md` has the table as it is. `BLESS=1` writes it.
#[test]
fn page() {
    const BEGIN: &str = "<!-- What follows is written by `BLESS=1 cargo test -p tests --test catalogue rows`. -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/CATALOGUE.md");
    let page = fs::read_to_string(&path).unwrap();
    let (prose, _) = page.split_once(BEGIN).unwrap();
    let expected = format!(
        "{prose}{BEGIN}\n## Left out\n\n{}\n## Counts\n\n{}{}",
        left_out(),
        counts(),
        operations()
    );
    if env::var_os("BLESS").is_some() {
        fs::write(path, expected).unwrap();
    } else {
        assert!(page == expected, "the page is out of date; `BLESS=1` writes it");
    }
}
