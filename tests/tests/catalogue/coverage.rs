//! The facts that the catalogue was made from: each is in the catalogue, or left out for a reason,
//! and seen at run time.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cancel_safe::Fact as Known;

use crate::facts::{Outcome, facts, kind};

/// Whether the outcome is what the documentation, or else the source, says.
fn agrees(docs: &str, kind: &str) -> bool {
    match docs {
        "yes" | "source: safe" => matches!(kind, "safe" | "inner"),
        "no" | "source: loses" => matches!(kind, "resumes" | "queues" | "refused"),
        "depends" | "unknown" => true,
        _ => panic!("{docs}"),
    }
}

/// The columns of the counts.
const OUTCOMES: &[&str] = &["safe", "inner", "resumes", "queues", "refused", "kept", "left out"];

#[test]
fn every_fact_is_in_the_catalogue_or_left_out() {
    let mut counts = BTreeMap::<_, [usize; OUTCOMES.len()]>::new();
    let mut reasons = BTreeMap::<_, usize>::new();
    for fact in facts() {
        let name = fact.name();
        let outcome = match &fact.outcome {
            Outcome::LeftOut(reason) => {
                assert!(reason.len() > 10, "{name} is left out without a reason");
                *reasons.entry((fact.krate, *reason)).or_default() += 1;
                "left out"
            }
            Outcome::Kept => "kept",
            Outcome::Row { kind: expected, .. } => {
                assert!(
                    agrees(fact.docs, expected) || fact.why.is_some(),
                    "{name}: {} and {expected}, and no reason is given",
                    fact.docs
                );
                if fact.is_of_windows() == cfg!(windows) {
                    let row =
                        fact.row().unwrap_or_else(|| panic!("{name} is not in the catalogue"));
                    assert_eq!(kind(row), *expected, "{name}");
                }
                expected
            }
        };
        let column = OUTCOMES.iter().position(|name| *name == outcome).unwrap();
        counts.entry(fact.krate).or_default()[column] += 1;
        counts.entry("~ all").or_default()[column] += 1;
    }
    let line = |name: &str, cells: &mut dyn Iterator<Item = String>| {
        println!("{name:18}{}", cells.map(|cell| format!("{cell:>9}")).collect::<String>());
    };
    line("", &mut OUTCOMES.iter().map(|name| (*name).to_owned()));
    for (krate, counts) in &counts {
        line(krate, &mut counts.iter().map(usize::to_string));
    }
    for ((krate, reason), count) in &reasons {
        println!("{krate}: {count} left out: {reason}");
    }
}

/// No row has come from nowhere.
#[test]
fn every_row_has_a_fact() {
    let facts = facts();
    for row in cancel_safe::catalogue() {
        for method in row.methods {
            let known = facts.iter().any(|fact| {
                matches!(&fact.outcome, Outcome::Row { receiver, method: m, .. }
                    if receiver == row.receiver && m == method)
            });
            assert!(known, "{} {method} is not among the facts", row.receiver);
        }
    }
}

/// A handle that is awaited by value has two ways out: to keep it, and to give it up.
#[test]
fn handles_by_value_can_be_kept_or_given_up() {
    let mut handles = 0;
    for fact in facts().iter().filter(|fact| fact.method.starts_with("(await)")) {
        let Some(Known::Loses { instead, .. }) = fact.row().map(|row| row.fact) else { continue };
        let keeps = instead.contains("`&mut ") || instead.contains("`as_mut()`");
        assert!(keeps && instead.contains("`abandon(..)`"), "{}: {instead}", fact.name());
        handles += 1;
    }
    assert!(handles >= 14, "{handles}");
}

/// The crates whose every verdict is seen to be true at run time.
const CHECKED: &[&str] = &["async-channel", "flume", "futures-channel", "futures-util", "tokio"];

/// What the tests say that they check: `// checks RECEIVER: METHOD, ..`, in a file that names the
/// methods elsewhere too.
fn checks() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue");
    let mut checks = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with(".rs") || ["main.rs", "coverage.rs"].contains(&name) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (said, code): (Vec<_>, Vec<_>) =
            text.lines().partition(|line| line.trim_start().starts_with("// checks "));
        let code = code.join("\n");
        for line in said {
            let (receiver, methods) =
                line.trim_start().trim_start_matches("// checks ").split_once(": ").unwrap();
            for method in methods.split(", ") {
                let called = method.rsplit([':', ' ']).next().unwrap();
                let is_called = method.starts_with('(') || code.contains(called);
                assert!(is_called, "{name} does not call {receiver} {method}");
                checks.push((receiver.to_owned(), method.to_owned()));
            }
        }
    }
    checks
}

#[test]
fn every_verdict_is_seen_at_run_time() {
    let (facts, checks) = (facts(), checks());
    let mut unseen = String::new();
    let mut seen = 0;
    for fact in facts.iter().filter(|fact| CHECKED.contains(&fact.krate)) {
        let is_left_out = matches!(fact.outcome, Outcome::LeftOut(_));
        if is_left_out || fact.is_of_windows() || fact.special == Some("unstable") {
            continue;
        }
        let is_seen =
            checks.iter().any(|(receiver, m)| receiver == fact.receiver && m == fact.method);
        match is_seen {
            true => seen += 1,
            false => writeln!(unseen, "{}", fact.name()).unwrap(),
        }
    }
    for (receiver, method) in &checks {
        let known = facts.iter().any(|fact| fact.receiver == receiver && fact.method == method);
        assert!(known, "`{receiver} {method}` is checked, and not among the facts");
    }
    assert!(unseen.is_empty(), "no test checks\n{unseen}");
    println!("{seen} verdicts are seen");
}
