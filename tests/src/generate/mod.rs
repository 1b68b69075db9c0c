//! Writes random async functions, each of which is plain and annotated from the same source.
//!
//! A program is well-typed and ends, by construction. It works on the values of
//! [`world`](crate::world), and every leaf is an operation of its [`Env`](crate::world::Env).

mod call;
mod choices;
mod control;
mod expr;
mod features;
mod generator;
mod pattern;
mod program;
mod scope;
mod stmt;

pub use self::features::{Feature, Features};
pub use self::program::{Program, generate};

/// Writes the programs that are checked in.
pub fn bless() -> std::io::Result<()> {
    Ok(())
}
