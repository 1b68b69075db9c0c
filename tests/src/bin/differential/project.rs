//! The cargo project in which generated programs are built and run.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tests::generate::Program;

use super::options::{Mode, Options};

pub struct Project {
    root: PathBuf,
}

/// What came of a program.
#[derive(Clone, Debug)]
pub enum Outcome {
    Passed {
        schedules: u64,
        suspensions: u64,
    },
    Fragile,
    Sturdy,
    /// Does something else when it is cancelled: the report.
    Fails(String),
    /// The plain function does not compile: the generator is wrong.
    Invalid(String),
    /// The annotated function does not compile.
    Refused(String),
}

const MANIFEST: &str = r#"
[package]
name = "generated"
edition = "2024"

[dependencies]
cancel-safe = { path = "WORKSPACE/runtime", features = ["full", "testing"] }
tests = { path = "WORKSPACE/tests" }

[profile.dev]
debug = false

[profile.dev.package."*"]
opt-level = 2

[workspace]
"#;

impl Project {
    /// Makes the project within the target directory of the workspace.
    pub fn new(name: &str) -> io::Result<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        let root = workspace.join("target").join(name);
        fs::create_dir_all(root.join("src"))?;
        let manifest = MANIFEST.replace("WORKSPACE", &workspace.to_string_lossy());
        write_if_changed(&root.join("Cargo.toml"), &manifest)?;
        if !root.join("Cargo.lock").exists() {
            fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock"))?;
        }
        Ok(Project { root })
    }

    /// Builds and runs the programs.
    pub fn run(&self, programs: &[Program], options: &Options) -> io::Result<Vec<Outcome>> {
        let plain = options.mode == Mode::Plain;
        let mut outcomes = self.build("build", programs, plain)?;
        let mut arguments = vec![options.exhaustive.to_string(), options.random.to_string()];
        if plain {
            arguments.push("plain".to_string());
        }
        let output = self.cargo("run", &arguments)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some((index, outcome)) = parse_outcome(line, &mut lines) {
                let place = outcomes.get_mut(index);
                *place.ok_or(io::Error::other("another run is at work in the same folder"))? =
                    Some(outcome);
            }
        }
        let silent = || Outcome::Fails("the process ended early".to_string());
        Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(silent)).collect())
    }

    /// The programs whose plain half compiles.
    pub fn valid(&self, programs: &[Program]) -> io::Result<Vec<Program>> {
        let outcomes = self.build("check", programs, true)?;
        let valid = programs.iter().zip(outcomes).filter(|(_, outcome)| outcome.is_none());
        Ok(valid.map(|(program, _)| program.clone()).collect())
    }

    /// What the compiler says of the programs: where an error is what counts, nothing has to run.
    pub fn check(&self, programs: &[Program]) -> io::Result<Vec<Outcome>> {
        let outcomes = self.build("check", programs, false)?;
        Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or(Outcome::Sturdy)).collect())
    }

    /// Builds the programs that compile, and says what is wrong with the others.
    fn build(
        &self,
        command: &str,
        programs: &[Program],
        plain: bool,
    ) -> io::Result<Vec<Option<Outcome>>> {
        for (index, program) in programs.iter().enumerate() {
            let text = if plain { program.plain_text() } else { program.text() };
            write_if_changed(&self.root.join(format!("src/p{index}.rs")), &text)?;
        }
        let mut outcomes = vec![None; programs.len()];
        // Some errors show up only when there are none of the earlier kind.
        loop {
            let sound: Vec<_> =
                (0..programs.len()).filter(|&index| outcomes[index].is_none()).collect();
            self.write_main(&sound)?;
            let output = self.cargo(command, &[])?;
            if output.status.success() {
                return Ok(outcomes);
            }
            let stderr = String::from_utf8_lossy(&output.stderr);
            let errors = errors(&stderr);
            if errors.is_empty() {
                return Err(io::Error::other(stderr));
            }
            for (index, (line, message)) in errors {
                let is_plain = plain || programs[index].is_plain(line);
                let outcome = if is_plain { Outcome::Invalid } else { Outcome::Refused };
                outcomes[index] = Some(outcome(message));
            }
        }
    }

    fn write_main(&self, indices: &[usize]) -> io::Result<()> {
        let modules: String = indices.iter().map(|index| format!("mod p{index};\n")).collect();
        let programs: String =
            indices.iter().map(|index| format!("(\"p{index}\", p{index}::PROGRAM), ")).collect();
        let main = format!(
            "#![allow(warnings)]\n\n{modules}\nfn main() {{\n    \
             tests::differential::main(&[{programs}]);\n}}\n"
        );
        write_if_changed(&self.root.join("src/main.rs"), &main)
    }

    fn cargo(&self, command: &str, arguments: &[String]) -> io::Result<Output> {
        Command::new(env!("CARGO"))
            .args([command, "--quiet", "--offline", "--message-format", "short", "--"])
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .output()
    }
}

fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    match fs::read_to_string(path) {
        Ok(there) if there == text => Ok(()),
        _ => fs::write(path, text),
    }
}

/// For each program with errors, the first, and its line.
fn errors(stderr: &str) -> HashMap<usize, (usize, String)> {
    let mut errors = HashMap::new();
    for line in stderr.lines() {
        let Some((place, message)) = line.split_once(": error") else { continue };
        let mut place = place.split(':');
        let index = place.next().and_then(|path| {
            path.strip_prefix("src/p")?.strip_suffix(".rs")?.parse::<usize>().ok()
        });
        let line = place.next().and_then(|line| line.parse().ok());
        if let (Some(index), Some(line)) = (index, line) {
            errors.entry(index).or_insert_with(|| (line, format!("{line}: error{message}")));
        }
    }
    errors
}

fn parse_outcome<'a>(
    line: &str,
    rest: &mut impl Iterator<Item = &'a str>,
) -> Option<(usize, Outcome)> {
    let mut words = line.split(' ');
    let index = words.next()?.strip_prefix('p')?.parse().ok()?;
    let outcome = match words.next()? {
        "ok" => {
            let schedules = words.next()?.parse().ok()?;
            let suspensions = words.next()?.parse().ok()?;
            Outcome::Passed { schedules, suspensions }
        }
        "fragile" => Outcome::Fragile,
        "sturdy" => Outcome::Sturdy,
        "fails" => {
            let report: Vec<_> = rest.take_while(|&line| line != "end").collect();
            Outcome::Fails(report.join("\n"))
        }
        _ => return None,
    };
    Some((index, outcome))
}
