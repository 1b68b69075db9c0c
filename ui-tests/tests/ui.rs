//! The refusals, as the compiler prints them.

use std::fs;

use ui_tests::golden::{cases, messages, printed, remarked};
use ui_tests::is_pinned;

#[test]
fn select() {
    if is_pinned() {
        trybuild::TestCases::new().compile_fail("tests/ui/select/*.rs");
    }
}

#[test]
fn attribute() {
    if is_pinned() {
        trybuild::TestCases::new().compile_fail("tests/ui/attr/*.rs");
    }
}

#[test]
fn declarations() {
    if is_pinned() {
        trybuild::TestCases::new().compile_fail("tests/ui/declare/*.rs");
    }
}

/// As many errors as a case remarks on, where it remarks on them, and no others.
#[test]
fn one_error_for_each_mistake() {
    for case in cases().unwrap() {
        let source = fs::read_to_string(&case).unwrap();
        let golden = fs::read_to_string(case.with_extension("stderr")).unwrap();
        assert_eq!(remarked(&source), printed(&golden), "{}", case.display());
    }
}

/// Nothing that the user has to look up elsewhere, and no advice that would not help.
#[test]
fn no_text_leads_astray() {
    const FOREIGN: &[&str] = &["$RUST", "/rustc/", "__private", "`__", "<__", "__local"];
    for case in cases().unwrap() {
        let golden = fs::read_to_string(case.with_extension("stderr")).unwrap();
        for words in FOREIGN {
            assert!(!golden.contains(words), "{words} in {}:\n{golden}", case.display());
        }
        for message in messages(&golden) {
            for internal in message.iter().filter(|line| names_internals(line)) {
                let allowed = ["::catalogue::", "::errors::", "::select::out::Out"];
                let allowed = allowed.iter().any(|path| internal.contains(path));
                assert!(allowed, "{}: {internal}", case.display());
            }
        }
    }
}

/// A path into one of our private modules. Rows of the catalogue have no better names than theirs,
/// and the type of what a select yields is named by the compiler itself.
fn names_internals(line: &str) -> bool {
    let paths = line.split("cancel_safe::").skip(1);
    paths.into_iter().any(|path| {
        let module = path.split("::").next().unwrap_or_default();
        path.contains("::") && module.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    })
}

#[test]
fn there_are_at_least_ninety() {
    assert!(cases().unwrap().len() >= 90);
}
