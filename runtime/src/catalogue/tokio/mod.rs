//! tokio.

mod arcs;
mod channels;
mod copy;
mod functions;
mod io;
#[cfg(feature = "tokio-net")]
mod net;
mod numbers;
mod os;
mod read;
mod sync;
mod task;
mod time;
mod write;

use super::Row;

pub(super) const LISTS: &[&[Row]] = &[
    channels::ROWS,
    channels::FUTURES,
    arcs::ROWS,
    sync::ROWS,
    sync::FUTURES,
    task::ROWS,
    task::FUTURES,
    task::WRAPPERS,
    time::ROWS,
    time::FUTURES,
    time::WRAPPERS,
    read::ROWS,
    read::READERS,
    numbers::ROWS,
    write::ROWS,
    functions::ROWS,
    #[cfg(feature = "tokio-signal")]
    functions::SIGNAL,
    #[cfg(feature = "tokio-net")]
    functions::NET,
    #[cfg(feature = "tokio-fs")]
    functions::FS,
    #[cfg(feature = "tokio-net")]
    net::ROWS,
    #[cfg(all(feature = "tokio-net", unix))]
    net::unix::ROWS,
    #[cfg(all(feature = "tokio-net", windows))]
    net::windows::ROWS,
    #[cfg(feature = "tokio-signal")]
    os::signal::ROWS,
    #[cfg(feature = "tokio-process")]
    os::process::ROWS,
    #[cfg(feature = "tokio-fs")]
    os::fs::ROWS,
];
