//! Async functions that lose nothing when a `select!` drops them, and a `select!` that accepts
//! no others.

#![no_std]
#![warn(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// The rows of an ecosystem use these; with one of them off, not all is used.
#[cfg_attr(
    not(all(feature = "futures", feature = "tokio")),
    allow(dead_code, unused_imports, unused_macros)
)]
mod catalogue;
mod checkpoint;
mod counted;
mod guard;
mod lanes;
mod leaf;
mod lend;
mod marks;
#[cfg_attr(not(all(feature = "futures", feature = "tokio")), allow(dead_code))]
mod probe;
mod progress;
mod resumable;
mod select;
mod slot;
#[cfg(feature = "testing")]
pub mod testing;
mod waker;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use cancel_safe_macros::cancel_safe;

pub use crate::catalogue::{Fact, Row, catalogue};
pub use crate::checkpoint::{AwaitPoint, Checkpoint};
pub use crate::guard::Guard;
pub use crate::marks::{CancelSafe, Marked, abandon, assume_cancel_safe, requeue};
pub use crate::probe::{Handover, Keepable};
pub use crate::progress::Progress;
