//! What the compiler takes.
//!
//! Crates are generated in the target directory, and compiled by the `cargo` that runs the bench.
//! The crate itself is all that is compiled while the clock runs, except where it says clean.

mod project;
mod sources;

use std::time::Duration;

use self::project::Project;
use self::sources::{Functions, Growth, Selects};
use crate::Bench;
use crate::measure::median;
use crate::table::{Row, Target};

const FUNCTIONS: usize = 200;
const SELECTS: usize = 200;

pub fn measure(bench: &mut Bench) {
    let project = match Project::new("compile") {
        Ok(project) => project,
        Err(reason) => return bench.table.skip("compile times", &reason),
    };
    let parts: [(&str, fn(&mut Bench, &Project) -> Done); 3] = [
        ("build of functions", functions),
        ("build of selects", selects),
        ("growth of an expansion", growth),
    ];
    for (what, part) in parts {
        if let Err(reason) = part(bench, &project) {
            bench.table.skip(what, &reason);
        }
    }
    if let Err(reason) = clean(bench) {
        bench.table.skip("clean build", &reason);
    }
}

type Done = Result<(), String>;

fn rounds(bench: &Bench) -> usize {
    if bench.quick { 1 } else { 5 }
}

/// Builds two sources in turn. The times of each, in seconds.
fn in_turn(
    project: &Project,
    rounds: usize,
    [ours, theirs]: [&str; 2],
) -> Result<[Vec<f64>; 2], String> {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        times[0].push(project.build(ours)?.as_secs_f64());
        times[1].push(project.build(theirs)?.as_secs_f64());
    }
    Ok(times)
}

fn compared(bench: &mut Bench, what: &str, against: &str, times: [Vec<f64>; 2], limit: f64) {
    let ratios = times[0].iter().zip(&times[1]).map(|(ours, theirs)| ours / theirs).collect();
    let [ours, theirs] = times.map(|times| format!("{:.2} s", median(times)));
    bench.table.row(Row {
        what,
        ours,
        against,
        theirs,
        measured: median(ratios),
        unit: "x",
        target: Some(Target::AtMost(limit)),
    });
}

fn functions(bench: &mut Bench, project: &Project) -> Done {
    let (safe, plain) = (Functions { safe: true }, Functions { safe: false });
    let (safe, plain) = (safe.source(FUNCTIONS), plain.source(FUNCTIONS));
    let times = in_turn(project, rounds(bench), [&safe, &plain])?;
    let what = format!("build, {FUNCTIONS} functions of 10 awaits");
    compared(bench, &what, "plain async fn", times, 2.5);
    let mut expansions = Vec::new();
    for _ in 0..rounds(bench) {
        let more = project.expand(&safe)?.0.saturating_sub(project.expand(&plain)?.0);
        expansions.push(more.as_secs_f64() * 1e3 / FUNCTIONS as f64);
    }
    bench.table.row(Row {
        what: "macro time of a function of 10 awaits",
        ours: String::new(),
        against: "",
        theirs: String::new(),
        measured: median(expansions),
        unit: "ms",
        target: Some(Target::AtMost(1.0)),
    });
    Ok(())
}

fn selects(bench: &mut Bench, project: &Project) -> Done {
    let (ours, theirs) = (
        Selects { macro_path: "cancel_safe::safe_select" },
        Selects { macro_path: "tokio::select" },
    );
    let (ours, theirs) = (ours.source(SELECTS), theirs.source(SELECTS));
    let times = in_turn(project, rounds(bench), [&ours, &theirs])?;
    let what = format!("build, {SELECTS} selects of 4 branches");
    compared(bench, &what, "tokio::select!", times, 1.0);
    Ok(())
}

/// How the time and the size of an expansion grow: by how much from 100 to 1000 awaits, per await.
fn growth(bench: &mut Bench, project: &Project) -> Done {
    for growth in Growth::ALL {
        let mut last: Option<(f64, f64)> = None;
        for awaits in [10, 100, 1000] {
            let (safe, plain) = (growth.source(awaits, true), growth.source(awaits, false));
            let (mut each, mut bytes) = (Vec::new(), 0);
            for _ in 0..rounds(bench).min(3) {
                let (time, size) = project.expand(&safe)?;
                let more = time.saturating_sub(project.expand(&plain)?.0);
                each.push(more.as_secs_f64() * 1e6 / awaits as f64);
                bytes = size;
            }
            let (time, size) = (median(each), bytes as f64 / awaits as f64);
            for (name, value, before, unit) in [
                ("time", time, last.map(|last| last.0), "us"),
                ("size", size, last.map(|last| last.1), "bytes"),
            ] {
                bench.table.row(Row {
                    what: &format!(
                        "expansion of {awaits} awaits, {}, {name} an await",
                        growth.name()
                    ),
                    ours: format!("{value:.0} {unit}"),
                    against: if last.is_some() { "a tenth of the awaits" } else { "" },
                    theirs: before.map(|before| format!("{before:.0} {unit}")).unwrap_or_default(),
                    measured: before.map_or(1.0, |before| value / before),
                    unit: "x",
                    target: before.map(|_| Target::AtMost(1.5)),
                });
            }
            last = Some((time, size));
        }
    }
    Ok(())
}

/// The crate with nothing but itself, from nothing.
fn clean(bench: &mut Bench) -> Done {
    let project = Project::bare("clean")?;
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..rounds(bench).min(3) {
        times.push(project.clean_build()?);
    }
    bench.table.row(Row {
        what: "clean build without features",
        ours: String::new(),
        against: "",
        theirs: String::new(),
        measured: median(times.iter().map(Duration::as_secs_f64).collect()),
        unit: "s",
        target: Some(Target::AtMost(6.0)),
    });
    let known = [
        "cancel-safe",
        "cancel-safe-macros",
        "pin-project-lite",
        "proc-macro2",
        "quote",
        "syn",
        "unicode-ident",
    ];
    let packages = project.dependencies()?;
    let others = packages.iter().filter(|package| !known.contains(&package.as_str())).count();
    bench.table.row(Row {
        what: "packages it depends on, beyond the five that it may",
        ours: packages.join(" "),
        against: "",
        theirs: String::new(),
        measured: others as f64,
        unit: "",
        target: Some(Target::AtMost(0.0)),
    });
    Ok(())
}
