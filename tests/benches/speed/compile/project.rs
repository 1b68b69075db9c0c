//! A crate to compile, and the compiler that is timed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use std::{env, fs};

pub struct Project(PathBuf);

/// What the crates of the bench share, so that their dependencies are compiled once.
const DEPENDENCIES: &str = r#"
cancel-safe = { path = "RUNTIME", features = ["tokio"] }
tokio = { version = "1", features = ["full"] }
"#;

const BARE: &str = r#"
cancel-safe = { path = "RUNTIME", default-features = false }
"#;

impl Project {
    /// A crate whose dependencies are compiled already.
    pub fn new(name: &str) -> Result<Self, String> {
        let project = Project::create(name, DEPENDENCIES)?;
        project.build("")?;
        Ok(project)
    }

    /// A crate with no dependency but ours.
    pub fn bare(name: &str) -> Result<Self, String> {
        Project::create(name, BARE)
    }

    fn create(name: &str, dependencies: &str) -> Result<Self, String> {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let runtime = root.join("runtime").display().to_string();
        let dependencies = dependencies.replace("RUNTIME", &runtime);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]{dependencies}\n[workspace]\n"
        );
        let write = || {
            fs::create_dir_all(dir.join("src"))?;
            fs::write(dir.join("Cargo.toml"), manifest)?;
            fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock"))?;
            fs::write(dir.join("src/lib.rs"), "")
        };
        write().map_err(|error| format!("cannot write to `{}`: {error}", dir.display()))?;
        Ok(Project(dir))
    }

    fn write(&self, source: &str) -> Result<(), String> {
        fs::write(self.0.join("src/lib.rs"), source).map_err(|error| error.to_string())
    }

    fn cargo(&self, args: &[&str]) -> Result<Output, String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(args)
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            // For what the stable compiler tells only when it is asked like this.
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .map_err(|error| format!("cannot run `cargo`: {error}"))?;
        match output.status.success() {
            true => Ok(output),
            false => Err(last_error(&output)),
        }
    }

    /// Compiles the crate with this source.
    pub fn build(&self, source: &str) -> Result<Duration, String> {
        self.write(source)?;
        let start = Instant::now();
        self.cargo(&["build", "--quiet"])?;
        Ok(start.elapsed())
    }

    /// Expands this source: how long the macros take, with what the compiler expands itself, and how
    /// much code comes out, in bytes other than white space: the compiler indents what it prints.
    pub fn expand(&self, source: &str) -> Result<(Duration, usize), String> {
        const PASS: &str = "expand_crate";
        self.write(source)?;
        let args =
            ["rustc", "--quiet", "--profile=check", "--", "-Zunpretty=expanded", "-Ztime-passes"];
        let output = self.cargo(&args)?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = text.lines().find(|line| line.split_whitespace().last() == Some(PASS));
        let seconds = line.and_then(|line| {
            line.split("time:").nth(1)?.split(';').next()?.trim().parse::<f64>().ok()
        });
        let seconds = seconds.ok_or("the compiler does not tell")?;
        let code = output.stdout.iter().filter(|byte| !byte.is_ascii_whitespace());
        Ok((Duration::from_secs_f64(seconds), code.count()))
    }

    pub fn clean_build(&self) -> Result<Duration, String> {
        let _ = fs::remove_dir_all(self.0.join("target"));
        self.build("")
    }

    /// The packages that it depends on.
    pub fn dependencies(&self) -> Result<Vec<String>, String> {
        let args =
            ["tree", "--quiet", "--edges=normal", "--prefix=none", "--no-dedupe", "--format={lib}"];
        let output = self.cargo(&args)?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut names: Vec<_> =
            text.lines().skip(1).map(|line| line.trim().replace('_', "-")).collect();
        names.sort();
        names.dedup();
        Ok(names.into_iter().filter(|name| !name.is_empty()).collect())
    }
}

fn last_error(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let error = text.lines().find(|line| line.starts_with("error"));
    error.or(text.lines().last()).unwrap_or("no message").to_owned()
}
