//! Operations with progress of a trait, behind the guard of a lock: a guard has not got the trait, so they
//! do not resume there.

use crate::operand::{Itself, Repeatable, Waits, copy_out};
use crate::progress::Progress;

/// An operation with progress of a trait, behind the guard of a lock, which has not got the trait.
#[derive(Clone, Copy, Debug, Default)]
pub struct BehindGuard;

crate::__verdict! { verdict plain [] BehindGuard }
crate::__verdict! {
    refuse [operation_behind_guard] [] BehindGuard,
    "behind the guard of a lock, this operation does not go on where it was [not-cancel-safe]",
    "dropped half-way, it loses its place",
    "in a `#[cancel_safe]` function, write what the guard stands for: `(*guard).write_all(..)`"
}

impl BehindGuard {
    /// A time limit. Refused already.
    #[inline]
    pub fn time<T: Itself>(self, limit: T, _: &mut Progress) -> T::Itself {
        limit.itself()
    }

    /// An operand that sits in a slot. Refused already.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.slot())
    }
}
