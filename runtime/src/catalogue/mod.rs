//! What the documentation of the ecosystem says about cancellation, for the compiler to read.

mod declare;
mod facts;
#[cfg(any(feature = "futures", feature = "tokio"))]
mod io;

#[cfg(feature = "async-channel")]
mod async_channel;
#[cfg(feature = "flume")]
mod flume;
#[cfg(feature = "futures")]
mod futures;
#[cfg(feature = "tokio")]
mod tokio;
#[cfg(feature = "tokio-stream")]
mod tokio_stream;
#[cfg(feature = "tokio-util")]
mod tokio_util;

pub use facts::{Fact, Known, Row, catalogue};
