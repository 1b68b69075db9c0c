//! The core of `safe_select!`.

mod branch;
mod coop;
mod delivery;
mod facade;
pub mod fused;
pub mod named;
mod order;
mod out;
mod poll;
mod verdict;

#[doc(hidden)]
pub mod support {
    //! What `safe_select!` names.

    pub use super::branch::{Branches, branch, owned, pair};
    pub use super::delivery::{Present, Whole, pattern, takes};
    pub use super::out::*;
    pub use super::poll::{Select, biased, fair, never_waits, nothing_left, poll_now};
    pub use super::verdict::{AWAIT, Unlisted, by_type};
    pub use super::{fused, named};
    pub use crate::probe::{probe, verdict_of};
}
