//! The core of `safe_select!`.

pub(crate) mod answer;
mod branch;
mod coop;
pub(crate) mod delivery;
mod facade;
pub mod kind;
pub mod named;
mod order;
mod out;
mod poll;
pub mod polled;
pub(crate) mod proof;
pub mod reach;

#[doc(hidden)]
pub mod support {
    //! What `safe_select!` names.
    //!
    //! Methods among which the compiler chooses have names with underscores: a trait that everything
    //! implements, and that is in scope where the macro is called, may have one of any other name.

    pub use super::answer::{Answered, Settle, answer, branch, branch_if, inside};
    pub use super::branch::{Branches, Pair};
    pub use super::delivery::{Present, Whole, pattern, takes};
    pub use super::out::*;
    pub use super::poll::{
        Complete, Else, Open, biased, fair, never_waits, nothing_left, poll_now,
    };
    pub use super::proof::{Async, AsyncMove, marked, once, output, output_of, proved, which};
    pub use super::{kind, named, polled, reach};
    pub use crate::function::{names as functions, same};
    pub use crate::probe::{Unaudited as Ask, any, probe, probe_future};
}
