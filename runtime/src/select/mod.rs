//! The core of `safe_select!`.

mod branch;
mod coop;
mod delivery;
mod facade;
pub mod kind;
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
    pub use super::verdict::{Ask, InBranch, probe_future};
    pub use super::{kind, named};
    pub use crate::probe::{probe, verdict_of};
}
