//! What the compiler proves about an `async` block.

use core::future::{Future, IntoFuture};
use core::marker::PhantomData;

use crate::marks::Marked;

/// A future whose parts have been looked at.
pub fn marked<F: Future>(future: F) -> Marked<F> {
    Marked::new(future)
}

/// The type that a block yields, whatever it will turn out to be.
#[derive(Debug)]
pub struct Output<T>(PhantomData<fn() -> T>);

impl<T> Clone for Output<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Output<T> {}

/// Any type.
pub fn output<T>() -> Output<T> {
    Output(PhantomData)
}

/// A block that loses nothing.
pub fn proved<F: Future>(block: F, _: &Output<F::Output>) -> Marked<F> {
    Marked::new(block)
}

/// Stands for running that block.
pub fn once<T>(_: impl FnOnce() -> T, _: &Output<T>) {}

/// Stands for an await, in a closure that is never called.
pub fn output_of<F: IntoFuture>(_: F) -> F::Output {
    unreachable!("the closure is for the type check alone")
}

/// Stands for a select in that closure: chooses among its handlers.
pub fn which() -> usize {
    unreachable!("the closure is for the type check alone")
}

/// The closure of an `async` block.
#[derive(Debug)]
pub struct Async<F>(pub F);

/// The closure of an `async move` block.
#[derive(Debug)]
pub struct AsyncMove<F>(pub F);

/// A block that can be made again, since it borrows what it mentions.
#[diagnostic::on_unimplemented(
    message = "something is moved into this `async` block, and dropped with it [moved-into-block]",
    label = "dropped before it completes, it takes that with it",
    note = "what the block passes on by value moves into it: pass a reference or a clone, or \
            put what needs the value into the handler",
    note = "if it may be lost, write `abandon(..)`"
)]
pub trait TakesNothing: Sized {
    /// Asks.
    #[doc(hidden)]
    fn __checked(self) {}
}

#[diagnostic::do_not_recommend]
impl<F: FnMut() -> T, T> TakesNothing for Async<F> {}

/// A block that drops nothing when it is dropped.
#[diagnostic::on_unimplemented(
    message = "this `async move` block owns what it mentions, and drops it [moved-into-block]",
    label = "dropped before it completes, it takes what it owns with it",
    note = "without `move` it borrows; what can be copied may be moved into it",
    note = "if it may be lost, write `abandon(..)`"
)]
pub trait OwnsNothing: Sized {
    /// Asks.
    #[doc(hidden)]
    fn __checked(self) {}
}

#[diagnostic::do_not_recommend]
impl<F: Copy> OwnsNothing for AsyncMove<F> {}
