//! Golden files of what the compiler prints. The tests are in `tests/`; the README says how they
//! are kept.

pub mod golden;

/// The compiler whose words the golden files have.
pub const COMPILER: &str = "1.95.0";

/// Whether this is that compiler. Says so if it is not: the words of another may differ.
pub fn is_pinned() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = std::process::Command::new(rustc).arg("--version").output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let version = version.unwrap_or_default();
    let is_pinned = version.split(' ').nth(1) == Some(COMPILER);
    if !is_pinned {
        println!("skipped: the golden files are those of rustc {COMPILER}, this is {version}");
    }
    is_pinned
}
