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

    pub use super::branch::{Branches, Present, Whole, branch, owned, pair};
    pub use super::out::*;
    pub use super::poll::{Select, biased, fair, never_waits, nothing_left, poll_now};
    pub use super::verdict::{AWAIT, Unlisted, by_type};
    pub use crate::probe::{probe, verdict_of};
}
