//! The core of `safe_select!`.

mod branch;
mod coop;
mod facade;
mod order;
mod out;
mod poll;
mod verdict;

#[doc(hidden)]
pub mod support {
    //! What `safe_select!` names.

    pub use super::branch::{Branches, Present, Whole, branch, pair};
    pub use super::out::*;
    pub use super::poll::{Select, biased, fair, never_waits, nothing_left, poll_now};
    pub use super::verdict::{AWAIT, Unlisted};
    pub use crate::probe::{Unaudited, probe, verdict_of};
}
