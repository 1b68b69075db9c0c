//! `safe_select!`.

mod blocks;
mod contexts;
mod ended;
mod fairness;
mod forms;
mod futures;
mod grammar;
mod hygiene;
mod inference;
mod inside;
mod loops;
mod migration;
mod references;
mod seed;
mod semantics;
mod size;
