//! What the documentation of the ecosystem says about cancellation, for the compiler to read.

#[cfg(feature = "futures")]
mod futures;
#[cfg(feature = "tokio")]
mod tokio;
