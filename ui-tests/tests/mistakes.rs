//! A mistake of the user is reported as in the plain function: the same code, place and words. And
//! so is what the compiler and clippy warn of.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fmt};

use serde_json::Value;
use ui_tests::is_pinned;

/// An error or a warning, by where it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mistake {
    /// First line and column, last line and column.
    place: [u64; 4],
    code: String,
    message: String,
}

impl fmt::Debug for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} {}", self.place, self.code, self.message)
    }
}

/// What the compiler says of an example, compiled with `--cfg how` by `rustc` or `clippy`.
fn messages(command: &str, example: &str, how: &str) -> Vec<Mistake> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes");
    let mut cargo = Command::new(env::var("CARGO").unwrap());
    cargo.args([command, "--quiet", "--package", "ui-tests", "--example", example]);
    if command == "rustc" {
        cargo.args(["--profile", "check"]);
    }
    cargo.args(["--message-format", "json", "--target-dir"]).arg(target);
    let output = cargo.args(["--", "--cfg", how]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    // Where it did not come to the example, or not to its end, there is nothing to compare.
    let has_compiled =
        output.status.success() || said.contains(&format!("(example \"{example}\") due to"));
    assert!(has_compiled, "{command} --cfg {how}: {}\n{said}", output.status);
    let lines = String::from_utf8(output.stdout).unwrap();
    let messages = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter_map(|message| mistake(&message["message"])).collect()
}

fn mistake(message: &Value) -> Option<Mistake> {
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true)?;
    let at = |name: &str| primary[name].as_u64().unwrap_or_default();
    Some(Mistake {
        place: [at("line_start"), at("column_start"), at("line_end"), at("column_end")],
        code: message["code"]["code"].as_str().unwrap_or_default().to_owned(),
        message: message["message"].as_str().unwrap_or_default().to_owned(),
    })
}

/// Asserts that the messages are the same, but for the functions in `known`, of which the README
/// says why.
fn compare(command: &str, example: &str, source: &str, at_least: usize, known: &[&str]) {
    if !is_pinned() {
        return;
    }
    let plain = messages(command, example, "plain");
    let annotated = messages(command, example, "annotated");
    assert!(plain.len() >= at_least, "only {}: {plain:#?}", plain.len());
    let (lost, new) = (without(&plain, &annotated), without(&annotated, &plain));
    let function = |mistake: &Mistake| function_at(source, mistake.place[0]);
    let differs: BTreeSet<_> = lost.iter().chain(&new).map(function).collect();
    let known: BTreeSet<_> = known.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(differs, known, "\nonly plain: {lost:#?}\nonly annotated: {new:#?}");
}

/// What is in `all` more often than in `others`: reported twice is once too often.
fn without(all: &[Mistake], others: &[Mistake]) -> Vec<Mistake> {
    let mut others = others.to_vec();
    let mut rest = all.to_vec();
    rest.retain(|mistake| match others.iter().position(|other| other == mistake) {
        Some(index) => {
            others.remove(index);
            false
        }
        None => true,
    });
    rest
}

/// The function that a line belongs to: an attribute belongs to what follows it.
fn function_at(source: &str, line: u64) -> String {
    let line = usize::try_from(line).unwrap();
    let lines: Vec<_> = source.lines().map(str::trim).collect();
    let is_attribute = lines[line - 1].starts_with("#[");
    let name = |line: &&str| {
        let rest = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("async fn ")?;
        Some(rest.split('(').next()?.to_owned())
    };
    let found = match is_attribute {
        true => lines[line..].iter().find_map(name),
        false => lines[..line].iter().rev().find_map(name),
    };
    found.unwrap_or_default()
}

#[test]
fn types() {
    let source = include_str!("../examples/mistakes_of_types.rs");
    let known = ["break_outside_of_a_loop", "question_mark_of_unit"];
    compare("rustc", "mistakes_of_types", source, 50, &known);
}

#[test]
fn borrows() {
    let source = include_str!("../examples/mistakes_of_borrows.rs");
    let known = ["a_part_that_is_moved", "item_that_may_not_match", "one_that_shadows"];
    compare("rustc", "mistakes_of_borrows", source, 17, &known);
}

#[test]
fn users() {
    let source = include_str!("../examples/mistakes_of_users.rs");
    compare("rustc", "mistakes_of_users", source, 40, &[]);
}

#[test]
fn arguments() {
    let source = include_str!("../examples/mistakes_of_arguments.rs");
    compare("rustc", "mistakes_of_arguments", source, 25, &[]);
}

#[test]
fn names() {
    let source = include_str!("../examples/mistakes_of_names.rs");
    let known = ["method_of_two", "within_the_type_of_a_local", "within_the_type_of_a_parameter"];
    compare("rustc", "mistakes_of_names", source, 21, &known);
}

/// No warning comes from generated code, and none that the plain function has disappears.
#[test]
fn warnings() {
    let source = include_str!("../examples/warnings.rs");
    let known = ["each", "unused_assignment"];
    compare("clippy", "warnings", source, 15, &known);
}

#[test]
fn warnings_of_selects() {
    let source = include_str!("../examples/warnings_of_selects.rs");
    compare("clippy", "warnings_of_selects", source, 18, &[]);
}
