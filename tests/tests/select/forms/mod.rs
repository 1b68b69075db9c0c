//! Selects as they are written.

mod clients;
mod futures;
mod protocols;
mod servers;
mod streams;
mod tasks;
