//! Which operation is this? Receiver type and method name, looked up by the compiler.
//!
//! Futures of most libraries are opaque, so no mark can sit on them. What can be recognised is
//! the call, `RECEIVER.method(..)`: the macros ask [`probe`] about the receiver, and method
//! resolution answers. [`Probe`] dereferences from [lane](crate::lanes) to lane, and the first in
//! which the operation is [`Audited`] has the `verdict` method that is found. At the [`End`] of
//! the chain it is the one of the trait [`Unaudited`].
//!
//! # What generated code writes
//!
//! A branch of `safe_select!`, in code that never runs, where `M` is [`method`] of the name:
//!
//! ```text
//! let verdict = probe::<M, _>(&RECEIVER).__verdict().ask_type(&future).__verdict();
//! verdict.polled(future)
//! ```
//!
//! where `ask_type` goes on to ask about the type of the future if the call is unknown.
//!
//! An await point, where the method has a name that can have progress:
//!
//! ```text
//! use Lend as _;
//! leaf(match form(&verdict) {
//!     Form::Plain  => { let t = verdict.__plain();  t.only(t.mark(RECEIVER.method(ARGS))) }
//!     Form::Shared => { let t = verdict.__shared(); t.resumeN(RECEIVER.cancel_safe_shared(), ARGS, progress) }
//!     Form::Unique => { let t = verdict.__unique(); t.resumeN(RECEIVER.cancel_safe_unique(), ARGS, progress) }
//! })
//! ```
//!
//! so that there is one leaf and one await, whose type is that of the form that applies: what the
//! token of another one yields has any type. There `N` is the number of arguments, and an argument by value, which sits in a slot of its
//! own, is `t.operand(&mut slot)` in all three. The token knows the signature, so that arguments
//! coerce and are reborrowed as they are in the plain call; [`Lend`](crate::lend::Lend) finds the receiver as the
//! plain call does.
//!
//! Any other await, and the future of [`Form::Plain`](crate::verdict::Form), is asked about by its
//! type:
//!
//! ```text
//! match FUTURE {
//!     future => leaf(probe_future(&future).__verdict().remake(future, progress)).await
//! }
//! ```

use core::future::IntoFuture;
use core::marker::PhantomData;

use crate::lanes::{Arcs, Inherent};
use crate::verdict::{ByType, Unknown};

/// The number that stands for a method's name in [`Audited`]: FNV-1a of its bytes.
///
/// The macros compute the same number from the name at the call.
pub const fn method(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        index += 1;
    }
    hash
}

/// Stands for the method where a future is awaited by itself. Its rows are in no lane that looks
/// through references: `&mut handle` is not `handle`.
pub const AWAIT: u64 = method("await");

/// A receiver type whose method of that name has been audited.
pub trait Audited<const METHOD: u64, Lane = Inherent> {
    /// What the audit found: [`Safe`](crate::verdict::Safe), a refusal in the operation's own
    /// words, or an operation with progress.
    type Verdict: Default;
}

/// A question: is this method of this type in the catalogue?
pub struct Probe<const METHOD: u64, R: ?Sized, Lane = Inherent>(Asked<R, Lane>);

type Asked<R, Lane> = PhantomData<(fn() -> *const R, Lane)>;

/// Asks about the type of `receiver`.
#[inline]
pub fn probe<const METHOD: u64, R: ?Sized>(_: &R) -> Probe<METHOD, R, Arcs> {
    Probe(PhantomData)
}

/// Asks about the type of a future.
#[inline]
pub fn probe_future<F: ?Sized>(future: &F) -> Probe<AWAIT, F, Arcs> {
    probe(future)
}

impl<const METHOD: u64, R: Audited<METHOD, Lane> + ?Sized, Lane> Probe<METHOD, R, Lane> {
    /// The catalogue's answer.
    #[inline]
    pub fn __verdict(&self) -> R::Verdict {
        R::Verdict::default()
    }
}

/// The end of the chain: the operation is in no lane.
pub struct End<const METHOD: u64, R: ?Sized>(Asked<R, ()>);

impl<F: IntoFuture> End<AWAIT, F> {
    /// What is asked about is a future, at least.
    #[inline]
    pub fn __verdict(&self) -> ByType {
        ByType
    }
}

/// The catalogue's answer for operations of traits with a type parameter (`Sink<Item>`), which
/// the compiler has to find out.
pub trait Ask<Parameter> {
    /// What the audit found.
    type Verdict: Default;
}

/// What the look-up finds where no inherent `verdict` applies: an operation of a trait with a
/// type parameter, or in the end nothing.
pub trait Unaudited<Parameter> {
    /// What the audit found, or [`Unknown`].
    type Verdict: Default;

    /// The catalogue's answer.
    #[inline]
    fn __verdict(&self) -> Self::Verdict {
        Self::Verdict::default()
    }
}

impl<const METHOD: u64, R: ?Sized, Lane, Parameter> Unaudited<Parameter> for Probe<METHOD, R, Lane>
where
    Self: Ask<Parameter>,
{
    type Verdict = <Self as Ask<Parameter>>::Verdict;
}

impl<const METHOD: u64, R: ?Sized> Unaudited<()> for End<METHOD, R> {
    type Verdict = Unknown;
}

impl<const METHOD: u64, R: ?Sized, Lane> Probe<METHOD, R, Lane> {
    pub(crate) const NEW: Self = Probe(PhantomData);
}

impl<const METHOD: u64, R: ?Sized> End<METHOD, R> {
    pub(crate) const NEW: Self = End(PhantomData);
}

/// The verdict whose type a branch that never runs has found. So a receiver that is not a place
/// is neither evaluated twice nor moved.
pub fn verdict_of<V: Default>(_: Option<V>) -> V {
    V::default()
}

/// A value of the type that a branch that never runs has found.
#[inline]
pub fn any<T: Default>() -> T {
    T::default()
}
