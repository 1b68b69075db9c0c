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
mod proof;
pub mod reach;
mod verdict;

use core::future::IntoFuture;

use crate::marks::CancelSafe;

/// Makes a branch. Defined here, so that errors, which name it, name it shortly.
pub fn branch<F: IntoFuture<IntoFuture: CancelSafe>, K, D>(
    future: F,
    kind: K,
    delivery: D,
) -> branch::Branch<F::IntoFuture, K, D> {
    branch::Branch { future: future.into_future(), kind, delivery }
}

/// Looks at a future that the branch itself only refers to.
pub fn owned<F: IntoFuture<IntoFuture: CancelSafe>>(future: F) -> F {
    future
}

#[doc(hidden)]
pub mod support {
    //! What `safe_select!` names.

    pub use super::branch::{Branches, pair};
    pub use super::delivery::{Present, Whole, pattern, takes};
    pub use super::out::*;
    pub use super::poll::{
        Complete, Else, Open, biased, fair, never_waits, nothing_left, poll_now,
    };
    pub use super::proof::{
        Async, AsyncMove, output_of, owns_nothing, proved, takes_nothing, which,
    };
    pub use super::verdict::{Ask, InBranch, probe_future};
    pub use super::{branch, kind, named, owned, reach};
    pub use crate::function::{names as functions, same};
    pub use crate::probe::{probe, verdict_of};
}
