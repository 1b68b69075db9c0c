//! A program for each fact shows what the compiler makes of it: the operation as a branch, and at an
//! await point.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use cancel_safe::Fact as Known;

use crate::facts::{Fact, Outcome, facts, kind};

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
