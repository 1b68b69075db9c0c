//! Barbara loads her orders from a database, and sends them on item by item. Now and then a
//! packet comes in and has to be answered, so she does both in a `select!` loop. And every
//! now and then an order arrives with items missing.
//!
//! The same load runs three ways: as Barbara wrote it, with `#[cancel_safe]` and
//! `safe_select!`, and with the usual work-around. Nothing is staged: a SQLite file, a TCP
//! socket, a client that knows nothing of the load.
//!
//! ```text
//! cargo run --release --example youbuy
//! diff tests/examples/youbuy/ways/{plain,safe}.rs
//! ```

mod args;
mod client;
mod database;
mod item;
mod ledger;
mod load;
mod report;
mod socket;
mod ways;

use std::process::ExitCode;

use cancel_safe::{abandon, safe_select};
use tokio::signal::ctrl_c;

use crate::args::Args;
use crate::database::Store;
use crate::ledger::Ledger;
use crate::report::Report;
use crate::ways::Way;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The exit status for what the user can mend.
const USAGE: u8 = 2;

/// The exit status of what Ctrl-C ends. The temporary folder goes all the same.
const INTERRUPTED: u8 = 130;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = match Args::from_command_line() {
        Ok(Some(args)) => args,
        Ok(None) => {
            print!("{}", args::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(USAGE, &format!("{error}; see --help")),
    };
    let store = match Store::create(&args).await {
        Ok(store) => store,
        Err(error) => return fail(USAGE, &error.to_string()),
    };
    let report = safe_select! {
        report = abandon(compare(&args, &store)) => report,
        _ = abandon(ctrl_c()) => return fail(INTERRUPTED, "interrupted"),
    };
    match report {
        Ok(report) => {
            print!("{report}");
            ExitCode::from(u8::from(!report.is_as_expected()))
        }
        Err(error) => fail(1, &error.to_string()),
    }
}

/// Runs the load each way and holds what arrived against what the database has.
async fn compare(args: &Args, store: &Store) -> Result<Report, Error> {
    let orders = store.all_items().await?;
    let mut report = Report::new(args);
    for way in Way::ALL {
        let outcome = load::run(way, args, store).await?;
        let ledger = Ledger::new(&orders, &outcome.received);
        report.push(way, outcome, ledger);
    }
    Ok(report)
}

fn fail(status: u8, message: &str) -> ExitCode {
    eprintln!("youbuy: {message}");
    ExitCode::from(status)
}
