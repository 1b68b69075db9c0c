//! The names of the kinds of error are the same in the code, on the page and in the file names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use ui_tests::golden::{cases, kind_at_end};

/// What the names of cases begin with that have no kind of ours: errors of the compiler itself, and
/// several kinds at once.
const OTHERS: &[&str] = &["mistake", "several"];

type Kinds = BTreeSet<String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(directory: &Path, out: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, out)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
    Ok(())
}

/// At the end of a literal, or of its first line.
fn in_code() -> Kinds {
    let mut files = Vec::new();
    for part in ["macros/src", "runtime/src"] {
        sources(&root().join(part), &mut files).unwrap();
    }
    let mut kinds = Kinds::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let ends = text.split(['"', '\n']).map(|piece| piece.split("\\n").next().unwrap());
        kinds.extend(
            ends.filter(|piece| piece.contains(' ')).filter_map(kind_at_end).map(str::to_owned),
        );
    }
    kinds
}

/// One heading each.
fn on_the_page() -> Kinds {
    let page = fs::read_to_string(root().join("runtime/ERRORS.md")).unwrap();
    let headings = page.lines().filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'));
    headings.map(str::to_owned).collect()
}

#[test]
fn code_and_page_agree() {
    assert_eq!(in_code(), on_the_page());
}

/// `kind-case.rs`, and a case for each kind.
#[test]
fn code_and_cases_agree() {
    let kinds = in_code();
    let mut seen = Kinds::new();
    for case in cases().unwrap() {
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        let (kind, _) = name.rsplit_once('-').unwrap();
        let known = kinds.contains(kind) || OTHERS.contains(&kind);
        assert!(known, "{name} is not named after a kind");
        let golden = fs::read_to_string(case.with_extension("stderr")).unwrap();
        let shows = golden.contains(&format!("[{kind}]")) || OTHERS.contains(&kind);
        assert!(shows, "{name} does not show its kind");
        seen.insert(kind.to_owned());
    }
    OTHERS.iter().for_each(|other| _ = seen.remove(*other));
    assert_eq!(kinds, seen);
}

/// The page shows an example of each kind, says why it is refused and what to write.
#[test]
fn entries_are_complete() {
    let page = fs::read_to_string(root().join("runtime/ERRORS.md")).unwrap();
    for entry in page.split("\n## `").skip(1) {
        let kind = entry.split('`').next().unwrap();
        assert!(entry.contains("```"), "no example of {kind}");
        assert!(entry.contains("\nInstead: "), "nothing to write instead of {kind}");
    }
}

/// The review table has a row for each kind, with the number of its cases.
#[test]
fn table_and_cases_agree() {
    let mut counts = BTreeMap::new();
    for case in cases().unwrap() {
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        let (kind, _) = name.rsplit_once('-').unwrap();
        if !OTHERS.contains(&kind) {
            *counts.entry(kind.to_owned()).or_insert(0) += 1;
        }
    }
    let readme = fs::read_to_string(root().join("ui-tests/README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| {
        let (kind, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
        Some((kind.to_owned(), rest.split(' ').next()?.parse().ok()?))
    });
    assert_eq!(rows.collect::<BTreeMap<_, _>>(), counts);
}
