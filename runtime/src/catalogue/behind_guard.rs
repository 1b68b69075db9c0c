//! Operations with progress of a trait, behind the guard of a lock: a guard has not got the trait, so they
//! do not resume there.

pub use self::Refusal as BehindGuard;

crate::__verdict! {
    refusal [operation_behind_guard]
    "behind the guard of a lock, this operation does not go on where it was [not-cancel-safe]",
    "dropped half-way, it loses its place",
    "in a `#[cancel_safe]` function, write what the guard stands for: `(*guard).write_all(..)`"
}
