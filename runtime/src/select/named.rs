//! Futures that a branch names: `result = future => ..`

use core::marker::PhantomData;

/// A question: does `futures::select!` take this future by its name?
#[derive(Debug)]
pub struct Probe<F>(PhantomData<fn(F)>);

/// Asks about the type of `future`.
pub fn probe<F>(_: &F) -> Probe<F> {
    Probe(PhantomData)
}

#[cfg(feature = "futures")]
impl<F: futures_util::future::FusedFuture + Unpin> Probe<F> {
    /// It does, and leaves it where it is.
    pub fn name(&self) -> Stays {
        Stays
    }
}

/// The answer for the others.
pub trait Moved {
    /// It does not. The branch takes the future, as in `tokio::select!`.
    fn name(&self) -> Moves {
        Moves
    }
}

impl<F> Moved for Probe<F> {}

/// The branch polls the future where it is.
#[cfg(feature = "futures")]
#[derive(Clone, Copy, Debug)]
pub struct Stays;

#[cfg(feature = "futures")]
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
#[derive(Clone, Copy, Debug)]
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
#[cfg(feature = "futures")]
#[derive(Clone, Copy, Debug)]
pub struct Lend;

#[cfg(feature = "futures")]
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
