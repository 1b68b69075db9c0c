//! The tests of what depends on the edition, in edition 2018.

#[path = "../tests/attr/editions.rs"]
mod attr_editions;
#[path = "../tests/select/blocks.rs"]
mod select_blocks;
#[path = "../tests/select/futures.rs"]
mod select_futures;
#[path = "../tests/select/grammar.rs"]
mod select_grammar;
#[path = "../tests/select/hygiene.rs"]
mod select_hygiene;
#[path = "../tests/select/inference.rs"]
mod select_inference;
#[path = "../tests/select/references.rs"]
mod select_references;
#[path = "../tests/select/semantics.rs"]
mod select_semantics;
