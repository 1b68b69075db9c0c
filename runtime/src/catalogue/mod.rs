//! What the documentation of the ecosystem says about cancellation, for the compiler to read.

#[cfg(any(feature = "futures", feature = "tokio"))]
mod declare;
mod facts;
#[cfg(any(feature = "futures", feature = "tokio"))]
mod io;

#[cfg(feature = "futures")]
mod futures;
#[cfg(feature = "tokio")]
mod tokio;

pub use facts::{Fact, Row, catalogue};
