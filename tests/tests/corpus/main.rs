//! Async functions as servers and clients have them, annotated as they are: cancelled or not,
//! they have to do what the same functions do without the attribute.
//!
//! Each is compiled twice, by `#[twins]`, and runs under schedules of cancels, both when its
//! caller drops it and as a branch of a `safe_select!` in a loop.

// Errors and values are compared by what `Debug` prints of them; and what people write is not
// always what clippy would.
#![allow(dead_code, clippy::all)]

#[macro_use]
mod same;

mod caches;
mod channels;
mod clients;
mod codecs;
mod connections;
mod consumers;
mod crawlers;
mod framing;
mod handlers;
mod hubs;
mod jobs;
mod outside;
mod peer;
mod pumps;
mod records;
mod redis;
mod requests;
mod retries;
mod sagas;
mod selects;
mod services;
mod sessions;
mod supervisors;
mod timers;
