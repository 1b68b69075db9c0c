//! The futures crates.
