//! The futures crates.

mod channel;
mod copy;
mod future;
mod io;
mod read;
mod sink;
mod stream;
mod write;

use super::Row;

pub(super) const LISTS: &[&[Row]] = &[
    channel::FUTURES,
    channel::LOSERS,
    future::FUTURES,
    future::WRAPPERS,
    future::LOSERS,
    stream::FUTURES,
    stream::LOSERS,
    sink::ROWS,
    sink::FUTURES,
    sink::LOSERS,
    read::ROWS,
    read::FUTURES,
    write::ROWS,
    write::FUTURES,
    copy::ROWS,
];
