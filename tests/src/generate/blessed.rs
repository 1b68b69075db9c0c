//! The programs that are checked in, in `tests/tests/generated/programs/`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Features, generate};

/// How many there are.
const COUNT: u64 = 40;

/// The grammar that they are written in. The differential tool takes the same words.
const FEATURES: &str = "all";

/// Their texts, by the names of their files.
pub fn blessed() -> Vec<(String, String)> {
    let features = Features::parse(FEATURES).expect("these are features");
    let name = |seed| format!("p{seed:02}");
    let program = |seed: u64| {
        let size = 2 + seed as u32;
        let text = generate(seed, features, size).text();
        let head = format!("// --show --seed {seed} --max-size {size} --features {FEATURES}\n\n");
        (format!("{}.rs", name(seed)), head + &text)
    };
    let mut files: Vec<_> = (1..=COUNT).map(program).collect();
    let mut list = String::from("// Written by `--bless`.\n\nuse super::check;\n\n");
    for seed in 1..=COUNT {
        let name = name(seed);
        list += &format!(
            "mod {name};\n\n#[test]\nfn program_{seed:02}() {{\n    check(&{name}::PROGRAM);\n}}\n\n"
        );
    }
    files.push(("mod.rs".to_string(), list));
    files
}

/// Where they are.
pub fn blessed_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generated/programs")
}

/// Writes them anew.
pub fn bless() -> io::Result<()> {
    let folder = blessed_folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    blessed().into_iter().try_for_each(|(name, text)| fs::write(folder.join(name), text))
}
