//! What the compiler proves about an `async` block.

use core::future::{Future, IntoFuture};

use crate::marks::Marked;

/// A block that loses nothing.
pub fn proved<F: Future>(block: F) -> Marked<F> {
    Marked::new(block)
}

/// Stands for an await, in a closure that is never called.
pub fn output_of<F: IntoFuture>(_: F) -> F::Output {
    unreachable!("the closure is for the type check alone")
}

/// Takes the closure of an `async` block: what it moves out of its surroundings would be dropped
/// with the block.
pub fn takes_nothing<T>(_: impl FnMut() -> T) {}

/// Takes the closure of an `async move` block.
pub fn owns_nothing<F: OwnsNothing>(_: F) {}

/// A block that drops nothing when it is dropped.
#[diagnostic::on_unimplemented(
    message = "this `async move` block owns what it captures, and drops it when it is dropped",
    label = "dropped before it completes, it takes what it owns with it",
    note = "without `move` it borrows; references that are copied into it are fine as well",
    note = "if it may be lost, write `abandon(..)`"
)]
pub trait OwnsNothing {}

#[diagnostic::do_not_recommend]
impl<F: Copy> OwnsNothing for F {}
