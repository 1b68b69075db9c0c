//! Runs the tests of the crate `tests` in edition 2021.
