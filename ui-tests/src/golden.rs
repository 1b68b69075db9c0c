//! What the compiler printed, read back.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Printed {
    /// The line that it underlines, from 1.
    pub line: usize,
    /// Its name in brackets; where it has none, its code, `syntax`, or `warning`.
    pub kind: String,
}

/// The cases of `tests/ui`.
pub fn cases() -> io::Result<Vec<PathBuf>> {
    let mut cases = Vec::new();
    for area in ["attr", "declare", "select"] {
        let area = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(area);
        for entry in fs::read_dir(area)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                cases.push(path);
            }
        }
    }
    cases.sort();
    Ok(cases)
}

/// What a golden file says was printed.
pub fn printed(golden: &str) -> Vec<Printed> {
    let mut all: Vec<_> = messages(golden).iter().map(|message| read(message)).collect();
    all.sort();
    all
}

/// What the remarks `//~^ kind kind` say about the line above them, or above other remarks; and
/// `//~ 7: kind kind`, where a remark would be in the way of what is shown, about line 7.
pub fn remarked(source: &str) -> Vec<Printed> {
    let (mut all, mut above) = (Vec::new(), 0);
    for (index, text) in source.lines().enumerate() {
        let far = text.strip_prefix("//~ ").and_then(|remark| remark.split_once(": "));
        let (line, kinds) = match (far, text.trim().strip_prefix("//~^ ")) {
            (Some((line, kinds)), _) => (line.parse().unwrap(), kinds),
            (None, Some(kinds)) => (above, kinds),
            (None, None) => {
                above = index + 1;
                continue;
            }
        };
        all.extend(kinds.split(' ').map(|kind| Printed { line, kind: kind.to_owned() }));
    }
    all.sort();
    all
}

/// The lines of each message.
pub fn messages(golden: &str) -> Vec<Vec<&str>> {
    let mut messages: Vec<Vec<&str>> = Vec::new();
    for line in golden.lines() {
        let begins = ["error: ", "error[", "warning: "].iter().any(|begin| line.starts_with(begin));
        match messages.last_mut() {
            Some(message) if !begins => message.push(line),
            _ => messages.push(vec![line]),
        }
    }
    messages
}

fn read(message: &[&str]) -> Printed {
    let place = message.iter().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap();
    let line = place.rsplit(':').nth(1).and_then(|line| line.parse().ok()).unwrap();
    let kind = message.iter().find_map(|line| kind_at_end(line));
    let kind = kind.map_or_else(|| unnamed(message[0]), str::to_owned);
    Printed { line, kind }
}

/// The name in brackets at the end of a line.
pub fn kind_at_end(line: &str) -> Option<&str> {
    let (_, kind) = line.trim_end().strip_suffix(']')?.rsplit_once('[')?;
    let words = kind.split('-');
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    (kind.contains('-') && words.into_iter().all(is_word)).then_some(kind)
}

fn unnamed(first: &str) -> String {
    match first.strip_prefix("error[").and_then(|rest| rest.split_once(']')) {
        Some((code, _)) => code.to_owned(),
        None if first.starts_with("warning") => "warning".to_owned(),
        None => "syntax".to_owned(),
    }
}
