//! Programs of the generator, each plain and annotated: uncancelled, the one does what the other
//! does under every schedule over its first suspensions, and under random ones.
//!
//! `cargo run --release -p tests --bin differential` goes on with other seeds.

#![allow(warnings, clippy::all)]

use cancel_safe::testing::Check;
use tests::differential::Program;
use tests::generate::{blessed, blessed_folder};

#[rustfmt::skip]
mod programs;

fn check(program: &Program) {
    let check = Check::new().exhaustive(8).random(200);
    program.check(&check).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn the_generator_writes_these_programs() {
    for (name, text) in blessed() {
        let path = blessed_folder().join(&name);
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == text,
            "{name} is not what the generator writes; \
             `cargo run -p tests --bin differential -- --bless` writes it anew"
        );
    }
}
