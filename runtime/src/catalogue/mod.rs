//! What the documentation of the ecosystem says about cancellation, for the compiler to read.

mod behind_guard;
mod declare;
mod facts;
#[cfg(any(feature = "futures", feature = "tokio"))]
mod io;

#[cfg(feature = "async-broadcast")]
mod async_broadcast;
#[cfg(feature = "async-channel")]
mod async_channel;
#[cfg(any(feature = "async-io", feature = "async-net"))]
mod async_io;
#[cfg(feature = "async-lock")]
mod async_lock;
#[cfg(feature = "embassy-sync")]
mod embassy;
#[cfg(feature = "flume")]
mod flume;
#[cfg(feature = "futures")]
mod futures;
#[cfg(feature = "futures-lite")]
mod futures_lite;
#[cfg(any(feature = "async-task", feature = "event-listener", feature = "oneshot"))]
mod handles;
#[cfg(any(feature = "h2", feature = "http-body-util", feature = "hyper"))]
mod http;
#[cfg(feature = "kanal")]
mod kanal;
#[cfg(feature = "postage")]
mod postage;
#[cfg(feature = "quinn")]
mod quinn;
#[cfg(any(feature = "async-channel", feature = "flume"))]
mod sending;
#[cfg(any(feature = "async-io", feature = "embassy-time", feature = "futures-timer"))]
mod timers;
#[cfg(feature = "tokio")]
mod tokio;
#[cfg(feature = "tokio-stream")]
mod tokio_stream;
#[cfg(feature = "tokio-util")]
mod tokio_util;

pub use behind_guard::BehindGuard;
pub use facts::{Fact, Known, Row, catalogue, lost_says};
