//! As fast as not using it? Every promise of speed, measured beside what it promises to match.
//!
//! ```text
//! cargo bench                             # the whole table
//! cargo bench -- --quick                  # less of everything
//! cargo bench -- ready select compile     # some sections
//! ```
//!
//! Each line is measured side by side, interleaved, in one run. Instructions are counted by
//! valgrind, where there is one. What the results were is in `tests/benches/README.md`.

mod allocations;
mod cancel;
mod compile;
mod count;
mod io;
mod measure;
mod poll;
mod ready;
mod select;
mod select_loop;
mod send;
mod sizes;
mod table;

use std::process::ExitCode;

use crate::table::Table;

/// How much is measured, and where the results go.
pub struct Bench {
    pub quick: bool,
    pub table: Table,
}

type Section = fn(&mut Bench);

const SECTIONS: &[(&str, Section)] = &[
    ("ready", ready::measure),
    ("send", send::measure),
    ("io", io::measure),
    ("cancel", cancel::measure),
    ("sizes", sizes::measure),
    ("allocations", allocations::measure),
    ("select", select::measure),
    ("loop", select_loop::measure),
    ("compile", compile::measure),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, case, rounds] = &*args
        && flag == count::FLAG
    {
        return count::run(case, rounds);
    }
    // `cargo bench` adds `--bench`.
    let (flags, names): (Vec<_>, Vec<_>) = args.iter().partition(|arg| arg.starts_with("--"));
    let unknown = names.iter().find(|name| !SECTIONS.iter().any(|(known, _)| known == *name));
    if let Some(unknown) = unknown {
        eprintln!("no section `{unknown}`; there are:");
        SECTIONS.iter().for_each(|(name, _)| eprintln!("    {name}"));
        return ExitCode::FAILURE;
    }
    let quick = flags.iter().any(|flag| *flag == "--quick");
    let mut bench = Bench { quick, table: Table::default() };
    for (name, section) in SECTIONS {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            bench.table.section(name);
            section(&mut bench);
        }
    }
    bench.table.summary();
    ExitCode::SUCCESS
}
