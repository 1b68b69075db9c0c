//! A method of a type comes before the one of a trait that has the same name. Which one is called?
//!
//! The catalogue finds an operation of a trait by its name and by the type of the receiver. What the
//! call calls, the type of its future tells. A verdict on an operation that may be dropped is given
//! what the trait's method makes, and marks nothing else:
//!
//! ```text
//! let verdict = probe::<M, _>(&RECEIVER).__verdict();
//! let made = TRAIT::method(verdict.receiver(RECEIVER.cancel_safe_unique()), ..);
//! verdict.expecting(made)
//! ```
//!
//! What resumes is not called as it is written. So the token for the call as it is written, which does
//! not apply, knows what to ask:
//!
//! ```text
//! let token = verdict.__plain();
//! let future = (token.mark(RECEIVER.method(ARGS)),);
//! if false {
//!     use Shadowed as _;
//!     let made = TRAIT::method(token.receiver(RECEIVER.cancel_safe_unique()), ..);
//!     let asked = (token.asked(&future.0),);
//!     FutureOf::__checked(asked.0, token.expected(RECEIVER.cancel_safe_unique(), made));
//! }
//! ```
//!
//! where `made` tells the type of the future of a trait of tokio, which has no name. The futures of the
//! other traits have.

use core::marker::PhantomData;
use core::ops::Deref;

use crate::marks::Marked;
use crate::verdict::Nope;

/// The future of an operation of a trait, made by the trait's method. What the receiver is tells which
/// future it is where it has a name.
#[diagnostic::on_unimplemented(
    message = "this future is not cancel-safe [not-cancel-safe]",
    label = "made by a method of the type itself, which comes before that of the trait",
    note = "if it is yours, give it another name and annotate it with `#[cancel_safe]`, or say what it \
            loses with `cancel_safe::declare!`",
    note = "to call the method of the trait, do so in a function that is generic in the type"
)]
pub trait FutureOf<Operation, Receiver: ?Sized = ()> {
    /// Called by generated code to ask about the future of a call.
    #[doc(hidden)]
    fn __checked(&self, _: Expected<Operation, Receiver>) {}
}

/// Tokio's.
#[diagnostic::do_not_recommend]
impl<F> FutureOf<F> for F {}

/// What is expected of a future.
#[derive(Debug)]
pub struct Expected<Operation, Receiver: ?Sized>(PhantomData<Operation>, PhantomData<Receiver>);

/// In place of a receiver: nothing is expected.
#[derive(Debug)]
pub enum Any {}

#[diagnostic::do_not_recommend]
impl<F: ?Sized> FutureOf<(), Any> for F {}

/// The token of [`Form::Plain`](crate::verdict::Form) for an operation of one of tokio's traits.
#[derive(Clone, Copy, Debug)]
pub struct OfTokio(pub Nope);

impl OfTokio {
    /// The receiver, for the method of the trait.
    pub fn receiver<R: ?Sized>(self, receiver: &mut R) -> &mut R {
        receiver
    }

    /// The future.
    pub fn asked<F>(self, _: &Marked<F>) -> &F {
        match *self {}
    }

    /// What the method of the trait makes.
    pub fn expected<R: ?Sized, F>(self, _: &mut R, _: F) -> Expected<F, ()> {
        match *self {}
    }
}

/// The token of [`Form::Plain`](crate::verdict::Form) for an operation of a trait whose future has a
/// name.
#[derive(Debug)]
pub struct OfNamed<Verdict>(pub Nope, pub PhantomData<Verdict>);

impl<Verdict> Clone for OfNamed<Verdict> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Verdict> Copy for OfNamed<Verdict> {}

impl<Verdict> OfNamed<Verdict> {
    /// The future.
    pub fn asked<F>(self, _: &Marked<F>) -> &F {
        match *self {}
    }

    /// The one that the verdict is about.
    pub fn expected<R: ?Sized, F>(self, _: &mut R, _: F) -> Expected<Verdict, R> {
        match *self {}
    }
}

impl Deref for OfTokio {
    type Target = Nope;

    fn deref(&self) -> &Nope {
        &self.0
    }
}

impl<Verdict> Deref for OfNamed<Verdict> {
    type Target = Nope;

    fn deref(&self) -> &Nope {
        &self.0
    }
}

/// The other tokens have nothing to ask.
pub trait Shadowed: Sized {
    /// One on which all traits have their methods.
    fn receiver<R: ?Sized>(self, _: &mut R) -> &mut AnyReceiver {
        unreachable!("in code that never runs")
    }

    /// The verdict as it is.
    fn expecting<F>(self, _: F) -> Self {
        self
    }

    /// The future.
    fn asked<F>(self, future: &F) -> &F {
        future
    }

    /// Nothing.
    fn expected<R: ?Sized, F>(self, _: &mut R, _: F) -> Expected<(), Any> {
        Expected(PhantomData, PhantomData)
    }
}

impl<Token> Shadowed for Token {}

#[cfg(feature = "tokio")]
type AnyReceiver = tokio::io::BufReader<tokio::io::DuplexStream>;
#[cfg(not(feature = "tokio"))]
type AnyReceiver = ();

/// The traits of tokio whose operations resume.
#[cfg(feature = "tokio")]
pub mod tokio_io {
    pub use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
}
