//! What is known of the future of a branch, once it has been asked about.
//!
//! All questions are put in code that never runs, and that the compiler does no more with than to
//! check its types: there are many, and they are what a select costs at compile time. What remains
//! of them is an [`Answer`], which is nothing but types.

use core::future::IntoFuture;
use core::marker::PhantomData;

use super::branch::Branch;
use crate::verdict::{ByType, NoFuture, Unknown};

/// What the catalogue says of a future, how it is polled in the end, its kind, and what becomes of
/// its output.
#[derive(Debug)]
pub struct Answer<V, M, K, D>(Types<V, M, K, D>);

type Types<V, M, K, D> = PhantomData<fn() -> (V, M, K, D)>;

impl<V, M, K, D> Default for Answer<V, M, K, D> {
    fn default() -> Self {
        Answer(PhantomData)
    }
}

/// Takes down the types.
pub fn answer<V, M, K, D>(_: V, _: M, _: K, _: D) -> Answer<V, M, K, D> {
    Answer(PhantomData)
}

/// What is in an option.
pub fn inside<T>(_: Option<T>) -> T {
    unreachable!("this only asks about a type")
}

/// A verdict makes of a future, `F`, the one that is polled, `M`. Where it refuses to, that has
/// been reported, and nothing is to fail a second time.
pub trait Settle<F, M> {
    /// What [`polled`](crate::verdict::ByType::polled) does.
    fn settle(future: F) -> M;
}

impl<F: IntoFuture> Settle<F, F::IntoFuture> for ByType {
    #[inline]
    fn settle(future: F) -> F::IntoFuture {
        future.into_future()
    }
}

/// It is no future.
impl<F, T> Settle<F, NoFuture<F, T>> for Unknown {
    fn settle(_: F) -> NoFuture<F, T> {
        NoFuture::new()
    }
}

/// A verdict that says all, so that the type of the future need not be asked.
#[derive(Debug)]
pub struct Answered<V>(PhantomData<V>);

impl<V: Default> Answered<V> {
    /// Of a verdict of this type.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Answered(PhantomData)
    }

    /// The same verdict.
    pub fn __verdict(&self) -> V {
        V::default()
    }
}

/// Makes a branch.
#[inline]
pub fn branch<F, V: Settle<F, M>, M, K, D, C>(
    future: F,
    _: Answer<V, M, K, D>,
    variant: C,
) -> Branch<M, K, D, C> {
    Branch { future: V::settle(future), variant, types: PhantomData }
}

/// Makes a branch with an `if`, where it was true.
#[inline]
pub fn branch_if<F, V: Settle<F, M>, M, K, D, C>(
    future: Option<F>,
    answer: Answer<V, M, K, D>,
    variant: C,
) -> Option<Branch<M, K, D, C>> {
    future.map(|future| branch(future, answer, variant))
}
