//! Writes random async functions, each of which is plain and annotated from the same source.
//!
//! A program is well-typed and ends, by construction. It works on the values of
//! [`world`](crate::world), and every leaf is an operation of its [`Env`](crate::world::Env).

mod blessed;
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

pub use self::blessed::{bless, blessed, blessed_folder};
pub use self::features::{Feature, Features};
pub use self::program::{Program, generate};
