//! Futures that a branch names: `result = future => ..`

#[cfg(feature = "futures")]
use alloc::boxed::Box;
#[cfg(feature = "futures")]
use core::future::Future;
use core::marker::PhantomData;
#[cfg(feature = "futures")]
use core::pin::Pin;

#[cfg(feature = "futures")]
use futures_util::future::{Fuse, FusedFuture};

use crate::marks::CancelSafe;

/// A question: does a select leave this future where it is, as `futures::select!` does, or take
/// it, as `tokio::select!` does?
#[derive(Debug)]
pub struct Probe<F>(PhantomData<fn(F)>);

/// Asks about the type of `future`. The answer is that of a method called on `&&probe`.
pub fn probe<F>(_: &F) -> Probe<F> {
    Probe(PhantomData)
}

/// The first answer: a reference stays where it is. So does what was fused, since only
/// `futures::select!` asks for that, and leaves it for the next round of a loop.
pub trait Lent {
    /// It stays.
    fn __name(&self) -> Stays {
        Stays
    }
}

#[cfg(feature = "futures")]
impl<F: FusedFuture + Unpin> Lent for &Probe<&mut F> {}

#[cfg(feature = "futures")]
impl<F: FusedFuture> Lent for &Probe<Pin<&mut F>> {}

#[cfg(feature = "futures")]
impl<F: Future + Unpin> Lent for &Probe<Fuse<F>> {}

#[cfg(feature = "futures")]
impl<F: Future> Lent for &Probe<Pin<Box<Fuse<F>>>> {}

/// The second: what is cancel-safe moves. `tokio::select!` does not ask for a name that is `mut`.
pub trait Safe {
    /// It moves.
    fn __name(&self) -> Moves {
        Moves
    }
}

impl<F: CancelSafe> Safe for &&Probe<F> {}

/// The third; and the first where the future must still be there, since a handler mentions it, or
/// where `complete` or `default` say that this is a select of futures.
#[cfg(feature = "futures")]
impl<F: FusedFuture + Unpin> Probe<F> {
    /// It stays.
    pub fn __name(&self) -> Stays {
        Stays
    }

    /// It stays.
    pub fn __name_in_futures(&self) -> Stays {
        Stays
    }
}

/// The last.
pub trait Moved {
    /// It moves.
    fn __name(&self) -> Moves {
        Moves
    }

    /// It moves.
    fn __name_in_futures(&self) -> Moves {
        Moves
    }
}

impl<F> Moved for Probe<F> {}

/// The branch polls the future where it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stays;

impl Stays {
    /// True.
    pub const fn lends(self) -> bool {
        true
    }

    /// The token that lends.
    pub fn lent(self) -> Lend {
        Lend
    }

    /// There is none that takes.
    pub fn moved(self) -> Nope {
        unreachable!("the future stays where it is")
    }
}

/// The branch takes the future.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moves;

impl Moves {
    /// False.
    pub const fn lends(self) -> bool {
        false
    }

    /// There is none that lends.
    pub fn lent(self) -> Nope {
        unreachable!("the branch takes the future")
    }

    /// The token that takes.
    pub fn moved(self) -> Take {
        Take
    }
}

/// Lends a future.
#[derive(Clone, Copy, Debug)]
pub struct Lend;

impl Lend {
    /// Returns the reference.
    pub fn lend<F>(self, future: &mut F) -> &mut F {
        future
    }
}

/// Takes a future.
#[derive(Clone, Copy, Debug)]
pub struct Take;

impl Take {
    /// Returns the future.
    pub fn take<F>(self, future: F) -> F {
        future
    }
}

/// The token of what does not apply. Code after the call that yields one is not compiled, so it
/// may do what it likes to the future.
#[derive(Clone, Copy, Debug)]
pub enum Nope {}

impl Nope {
    /// Type-checks like [`Lend::lend`].
    pub fn lend<F, T>(self, _: &mut F) -> T {
        match self {}
    }

    /// Type-checks like [`Take::take`].
    pub fn take<F, T>(self, _: F) -> T {
        match self {}
    }
}
