//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::Error;

pub const HELP: &str = "\
Loads the rows of a database three ways while packets come in, and counts what arrives.

Usage: cargo run --release --example youbuy -- [options]

Options:
  --rows <N>       rows in the database, of several items each [default: 20000]
  --packets <N>    packets that come in during each load [default: 300]
  --seed <N>       for the items and the moments of the packets [default: 1]
  --folder <PATH>  where the temporary folder for the database is made
                   [default: the system's]
  -h, --help       this text

Exit status:
  0  the plain function lost items, the annotated one lost, repeated and reordered none
  1  otherwise, or the run failed
  2  an option is wrong, or the folder cannot be written to
";

#[derive(Debug)]
pub struct Args {
    pub rows: u32,
    pub packets: u32,
    pub seed: u64,
    pub folder: PathBuf,
}

impl Args {
    /// What the command line asks for: `None` for the help.
    pub fn from_command_line() -> Result<Option<Args>, Error> {
        Self::parse(Parser::from_env())
    }

    fn parse(mut parser: Parser) -> Result<Option<Args>, Error> {
        let mut args = Args { rows: 20_000, packets: 300, seed: 1, folder: std::env::temp_dir() };
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("rows") => args.rows = number("rows", parser.value()?)?,
                Arg::Long("packets") => args.packets = number("packets", parser.value()?)?,
                Arg::Long("seed") => args.seed = number("seed", parser.value()?)?,
                Arg::Long("folder") => args.folder = parser.value()?.into(),
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                other => return Err(other.unexpected().into()),
            }
        }
        if args.rows == 0 {
            return Err("--rows has to be at least 1".into());
        }
        Ok(Some(args))
    }
}

fn number<N>(option: &str, value: OsString) -> Result<N, Error>
where
    N: std::str::FromStr<Err = std::num::ParseIntError>,
{
    let text = value.string()?;
    text.parse().map_err(|error| format!("--{option}: {text:?} will not do, {error}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Option<Args>, Error> {
        Args::parse(Parser::from_args(args))
    }

    #[test]
    fn takes_each_option() {
        let args = parse(&["--rows", "5", "--packets=6", "--seed", "7", "--folder", "/here"]);
        let args = args.unwrap().unwrap();
        assert_eq!((args.rows, args.packets, args.seed), (5, 6, 7));
        assert_eq!(args.folder, PathBuf::from("/here"));
    }

    #[test]
    fn asks_for_help() {
        assert!(parse(&["--rows", "5", "--help"]).unwrap().is_none());
    }

    #[test]
    fn refuses_in_one_line() {
        for wrong in
            [&["--rows", "many"][..], &["--rows", "0"], &["--seed"], &["--speed", "1"], &["now"]]
        {
            let error = parse(wrong).unwrap_err().to_string();
            assert_eq!(error.lines().count(), 1, "{error}");
        }
        let error = parse(&["--packets", "-1"]).unwrap_err().to_string();
        assert!(error.starts_with("--packets: \"-1\""), "{error}");
    }
}
