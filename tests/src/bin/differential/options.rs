//! The command line.

use tests::generate::{Feature, Features};

pub struct Options {
    pub seed: u64,
    pub programs: u64,
    pub minutes: Option<u64>,
    pub max_size: u32,
    pub features: Features,
    pub exhaustive: u32,
    pub random: u32,
    pub project: String,
    pub keep_going: bool,
    pub mode: Mode,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Runs programs and reports what fails.
    Run,
    /// Says how many of the plain functions a cancel does harm to.
    Plain,
    /// Prints the program of the seed.
    Show,
    /// Writes the programs that are checked in.
    Bless,
}

const USAGE: &str = "\
Writes random async functions, plain and annotated, and compares what they do.

    cargo run --release -p tests --bin differential -- [OPTIONS]

    --seed N          the first seed [1]
    --programs N      how many programs [48]
    --minutes N       goes on for so long instead
    --max-size N      statements of the largest programs [40]
    --features A,B    the grammar: `base`, `all`, or names from the list below [all]
    --without A,B     what to leave out of it
    --exhaustive N    tries all schedules over so many suspensions [8]
    --random N        and so many random ones [300]
    --project NAME    the folder in target/ to work in, one for each run at a time [differential]
    --keep-going      runs all programs, and then shows one for each kind of failure
    --plain           runs the plain functions alone, to see how many of them are fragile
    --show            prints the program of the seed, of the largest size
    --bless           writes tests/tests/generated/

Features, in the order in which a grammar is best widened:
";

impl Options {
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Options {
            seed: 1,
            programs: 48,
            minutes: None,
            max_size: 40,
            features: Features::ALL,
            exhaustive: 8,
            random: 300,
            project: "differential".to_string(),
            keep_going: false,
            mode: Mode::Run,
        };
        let mut arguments = arguments.peekable();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--seed" => options.seed = number(&value()?)?,
                "--programs" => options.programs = number(&value()?)?,
                "--minutes" => options.minutes = Some(number(&value()?)?),
                "--max-size" => options.max_size = number(&value()?)?,
                "--features" => options.features = Features::parse(&value()?)?,
                "--without" => {
                    options.features = options.features.minus(Features::parse(&value()?)?);
                }
                "--exhaustive" => options.exhaustive = number(&value()?)?,
                "--random" => options.random = number(&value()?)?,
                "--project" => options.project = value()?,
                "--keep-going" => options.keep_going = true,
                "--plain" => options.mode = Mode::Plain,
                "--show" => options.mode = Mode::Show,
                "--bless" => options.mode = Mode::Bless,
                _ => return Err(usage()),
            }
        }
        Ok(options)
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number"))
}

fn usage() -> String {
    Feature::ALL.iter().fold(USAGE.to_string(), |usage, feature| {
        format!("{usage}    {:20}{}\n", feature.name(), feature.description())
    })
}
