//! The errors in the README are what the compiler prints.

use std::path::{Path, PathBuf};
use std::{fs, io};

use ui_tests::golden::{cases, kind_at_end};

/// The blocks of "Reading the errors".
fn shown() -> io::Result<Vec<String>> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md"))?;
    let section = readme.split("\n## ").find(|section| section.starts_with("Reading the errors"));
    let blocks = section.unwrap_or_default().split("```text\n").skip(1);
    Ok(blocks.map(|block| block.split("```").next().unwrap_or_default().to_owned()).collect())
}

/// The golden file as it is in a package of the reader's.
fn golden(case: PathBuf) -> io::Result<String> {
    let name = case.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&case);
    let golden = fs::read_to_string(case.with_extension("stderr"))?;
    Ok(golden.replace(&name.display().to_string(), "src/main.rs"))
}

#[test]
fn shows_five_kinds_as_they_are_printed() {
    let golden: Vec<_> = cases().unwrap().into_iter().map(|case| golden(case).unwrap()).collect();
    let mut kinds = Vec::new();
    for block in shown().unwrap() {
        assert!(golden.contains(&block), "printed for no case:\n{block}");
        assert!(!block.contains("//~"), "a remark of the tests:\n{block}");
        kinds.push(block.lines().find_map(kind_at_end).unwrap().to_owned());
    }
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 5, "{kinds:?}");
}
