//! The facts that the catalogue was made from, `catalogue/facts.txt`: each is in the catalogue, or
//! left out for a reason, and a program for each shows what the compiler makes of it.

mod catalogue;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use cancel_safe::{Fact as Known, Row};
use catalogue::facts::{Fact, Outcome, facts};

fn kind(row: &Row) -> &'static str {
    match row.fact {
        Known::Safe => "safe",
        Known::Inner => "inner",
        Known::Resumes { .. } => "resumes",
        Known::Queues => "queues",
        _ => "refused",
    }
}

/// Whether the outcome is what the documentation, or else the source, says.
fn agrees(docs: &str, kind: &str) -> bool {
    match docs {
        "yes" | "source: safe" => matches!(kind, "safe" | "inner"),
        "no" | "source: loses" => matches!(kind, "resumes" | "queues" | "refused"),
        "depends" | "unknown" => true,
        _ => panic!("{docs}"),
    }
}

#[test]
fn every_fact_is_in_the_catalogue_or_left_out() {
    let mut counts = BTreeMap::<_, [usize; 3]>::new();
    for fact in facts() {
        let name = fact.name();
        let column = match &fact.outcome {
            Outcome::LeftOut(reason) => {
                assert!(reason.len() > 10, "{name} is left out without a reason");
                2
            }
            Outcome::Kept => 0,
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
                usize::from(matches!(*expected, "resumes" | "queues" | "refused"))
            }
        };
        counts.entry(fact.krate).or_default()[column] += 1;
    }
    println!("{:20} {:>9} {:>9} {:>9}", "", "accepted", "refused", "left out");
    for (krate, [accepted, refused, left_out]) in counts {
        println!("{krate:20} {accepted:9} {refused:9} {left_out:9}");
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

/// The crates whose every verdict is seen to be true at run time.
const CHECKED: &[&str] = &["async-channel", "flume", "futures-channel", "futures-util", "tokio"];

/// What the tests say that they check: `// checks RECEIVER: METHOD, ..`, in a file that names the
/// methods elsewhere too.
fn checks() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut checks = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.starts_with("catalogue_") || name == "catalogue_facts.rs" || path.is_dir() {
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

/// A function of one line, and what the compiler is to say about it.
struct Line {
    name: String,
    code: String,
    /// Nothing, or in which words it is refused.
    words: Vec<&'static str>,
    /// Whether its value is moved into a call, which is another mistake.
    moves: bool,
}

/// The operation as a branch, and at an await point.
fn lines(fact: &Fact) -> Vec<Line> {
    let Some(program) = &fact.program else { return Vec::new() };
    let parameters = program.parameters.join(", ");
    let imports = program.imports.map_or(String::new(), |path| format!("use {path} as _; "));
    let call = program.call;
    let line = |attribute: &str, body: &str, words: &[&'static str]| Line {
        name: fact.name(),
        code: format!(
            "const _: () = {{ {imports}{attribute} async fn f({parameters}) {{ {body} }} }};"
        ),
        words: words.to_vec(),
        moves: call.ends_with("(r)") && !attribute.is_empty(),
    };
    let words: &[_] = match (&fact.outcome, fact.row().map(|row| row.fact)) {
        (Outcome::LeftOut(_), _) => &["this future is not cancel-safe"],
        (_, Some(Known::Resumes { lost, instead } | Known::Loses { lost, instead })) => {
            &[lost, instead]
        }
        (_, Some(Known::Queues)) => &["gives up its place in the queue", "`requeue(..)`"],
        _ => &[],
    };
    let at_await = match fact.row().map(kind) {
        Some("resumes") => &[][..],
        _ if fact.special == Some("starts over") => &["this timer starts over"],
        // A future in a local of an annotated function is kept.
        _ if call == "r" => &[],
        _ => words,
    };
    let select = |future: &str| {
        format!(
            "cancel_safe::safe_select! {{ _ = {future} => {{}}, _ = std::future::pending::<()>() => {{}} }}"
        )
    };
    let mut lines = vec![line("", &select(call), words)];
    if fact.special != Some("in a branch") {
        let body = format!("let _ = ({call}).await;");
        lines.push(line("#[cancel_safe::cancel_safe]", &body, at_await));
    }
    match fact.row().map(kind) {
        Some("queues") => {
            lines.push(line("", &select(&format!("cancel_safe::requeue({call})")), &[]));
        }
        Some("resumes" | "refused") => {
            lines.push(line("", &select(&format!("cancel_safe::abandon({call})")), &[]));
        }
        _ => {}
    }
    lines
}

/// The errors that the compiler gives for the lines, each with the number of its line.
fn errors(lines: &[&Line]) -> Vec<(usize, String)> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs.rs");
    let code: Vec<_> = lines.iter().map(|line| line.code.as_str()).collect();
    fs::write(&file, code.join("\n")).unwrap();
    let output = Command::new(env::var("CARGO").unwrap())
        .args(["rustc", "--quiet", "--package", "tests", "--test", "catalogue_programs"])
        .args(["--", "--cfg", "cancel_safe_asks_itself"])
        .output()
        .unwrap();
    let text = format!("\n{}", String::from_utf8(output.stderr).unwrap());
    let errors = text.split("\nerror").skip(1).filter(|e| !e.starts_with(": could not compile"));
    let mut numbered = Vec::new();
    for error in errors {
        let place = error.split("programs.rs:").nth(1).unwrap_or_else(|| panic!("{error}"));
        let number: usize = place.split(':').next().unwrap().parse().unwrap();
        numbered.push((number - 1, error.to_owned()));
    }
    numbered
}

#[test]
fn programs() {
    let lines: Vec<_> = facts().iter().flat_map(lines).collect();
    // What is accepted has to pass all of the compiler, so there is no error beside it.
    let (accepted, refused): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line| line.words.is_empty());
    let mut wrong = String::new();
    for (number, error) in errors(&accepted) {
        let Line { name, code, .. } = accepted[number];
        writeln!(wrong, "{name} is refused\n{code}\nerror{error}\n").unwrap();
    }
    let errors = errors(&refused);
    for (number, Line { name, code, words, moves }) in refused.iter().enumerate() {
        let is_other = |error: &str| *moves && error.contains("[moved-into-await]");
        let errors: Vec<_> =
            errors.iter().filter(|(of, error)| *of == number && !is_other(error)).collect();
        let [(_, error)] = errors[..] else {
            let errors: Vec<_> = errors.iter().map(|(_, error)| error.lines().next()).collect();
            writeln!(wrong, "{name} has {} errors: {errors:?}\n{code}\n", errors.len()).unwrap();
            continue;
        };
        if !words.iter().all(|word| error.contains(word)) {
            writeln!(wrong, "{name} is not refused in {words:?}\n{code}\nerror{error}\n").unwrap();
        }
    }
    println!("{} programs are accepted, {} refused", accepted.len(), refused.len());
    assert!(wrong.is_empty(), "{wrong}");
}
