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
//! A branch of `safe_select!`, where `M` is [`method`] of the name:
//!
//! ```text
//! probe::<M, _>(&RECEIVER).verdict().mark(RECEIVER.method(ARGS))
//! ```
//!
//! An await point, where the method has a name that can have progress:
//!
//! ```text
//! use Lend as _;
//! match form(&verdict) {
//!     Form::Plain  => { let t = verdict.plain();  leaf(t.mark(RECEIVER.method(ARGS))) }
//!     Form::Shared => { let t = verdict.shared(); leaf(t.resumeN(RECEIVER.cancel_safe_shared(), ARGS, progress)) }
//!     Form::Unique => { let t = verdict.unique(); leaf(t.resumeN(RECEIVER.cancel_safe_unique(), ARGS, progress)) }
//! }
//! ```
//!
//! where `N` is the number of arguments, and an argument by value, which sits in a slot of its
//! own, is `t.operand(&mut slot)` in all three. The token knows the signature, so that arguments
//! coerce and are reborrowed as they are in the plain call; [`Lend`] finds the receiver as the
//! plain call does.
//!
//! Any other await, with [`AWAIT`] for the method:
//!
//! ```text
//! match FUTURE {
//!     future => leaf(probe::<AWAIT, _>(&future).verdict().remake(future, progress)).await
//! }
//! ```

use core::borrow::BorrowMut;
use core::future::{IntoFuture, Pending, pending};
use core::marker::PhantomData;
use core::ops::Deref;

use crate::lanes::{Arcs, Behind, Foreign, Futures, Inherent, Streams, Tokio};
use crate::marks::Marked;
use crate::progress::Progress;

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
    /// What the audit found: [`Safe`], a refusal in the operation's own words, or an operation
    /// with progress.
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

impl<const METHOD: u64, R: Audited<METHOD, Lane> + ?Sized, Lane> Probe<METHOD, R, Lane> {
    /// The catalogue's answer.
    #[inline]
    pub fn verdict(&self) -> R::Verdict {
        R::Verdict::default()
    }
}

/// The end of the chain: the operation is in no lane.
pub struct End(());

impl End {
    pub(crate) const HERE: End = End(());
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
    fn verdict(&self) -> Self::Verdict {
        Self::Verdict::default()
    }
}

impl<const METHOD: u64, R: ?Sized, Lane, Parameter> Unaudited<Parameter> for Probe<METHOD, R, Lane>
where
    Self: Ask<Parameter>,
{
    type Verdict = <Self as Ask<Parameter>>::Verdict;
}

impl Unaudited<()> for End {
    type Verdict = Unknown;
}

macro_rules! chain {
    ($lane:ty => $target:ty, $end:expr) => {
        impl<const METHOD: u64, R: ?Sized> Deref for Probe<METHOD, R, $lane> {
            type Target = $target;

            #[inline]
            fn deref(&self) -> &$target {
                &$end
            }
        }
    };
}

chain!(Arcs => Probe<METHOD, R, Inherent>, Probe(PhantomData));
chain!(Inherent => Probe<METHOD, R, Tokio>, Probe(PhantomData));
chain!(Tokio => Probe<METHOD, R, Futures>, Probe(PhantomData));
chain!(Futures => Probe<METHOD, R, Streams>, Probe(PhantomData));
chain!(Streams => Probe<METHOD, R, Foreign>, Probe(PhantomData));
chain!(Foreign => Probe<METHOD, R, Behind<Tokio>>, Probe(PhantomData));
chain!(Behind<Tokio> => Probe<METHOD, R, Behind<Futures>>, Probe(PhantomData));
chain!(Behind<Futures> => Probe<METHOD, R, Behind<Streams>>, Probe(PhantomData));
chain!(Behind<Streams> => Probe<METHOD, R, Behind<Foreign>>, Probe(PhantomData));
chain!(Behind<Foreign> => End, End::HERE);

/// The verdict whose type a branch that never runs has found. So a receiver that is not a place
/// is neither evaluated twice nor moved.
pub fn verdict_of<V: Default>(_: Option<V>) -> V {
    V::default()
}

/// Which way an annotated function awaits an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Makes the future anew each time.
    Plain,
    /// Has a resumable form on `&self`.
    Shared,
    /// Has a resumable form on `&mut self`.
    Unique,
}

/// What generated code asks a verdict at an await point.
///
/// It contains the code for each [`Form`], and all of it has to pass the type check. But what
/// follows a call that returns an uninhabited token is unreachable, so only the one form that
/// applies is checked for borrows and compiled: the others move nothing and cost nothing.
pub trait Verdict: Copy + Default {
    /// The form that applies. The tokens of the others are [`Nope`].
    const FORM: Form;
    /// The token of [`Form::Plain`].
    type Plain;
    /// The token of [`Form::Shared`].
    type Shared;
    /// The token of [`Form::Unique`].
    type Unique;

    /// The token of [`Form::Plain`].
    fn plain(self) -> Self::Plain;
    /// The token of [`Form::Shared`].
    fn shared(self) -> Self::Shared;
    /// The token of [`Form::Unique`].
    fn unique(self) -> Self::Unique;
}

/// The form of a verdict whose type is not written.
#[inline]
pub fn form<V: Verdict>(_: &V) -> Form {
    V::FORM
}

/// The token of a form that does not apply.
#[derive(Clone, Copy, Debug)]
pub enum Nope {}

impl Nope {
    /// Type-checks like the call for [`Form::Plain`].
    pub fn mark<F: IntoFuture>(self, future: F) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// Type-checks like an operand that sits in a slot.
    pub fn operand<T>(self, _: &mut Option<T>) -> T {
        match self {}
    }

    /// Type-checks like a resumable operation without arguments.
    pub fn resume0<R, T>(self, _: R, _: &mut Progress) -> Pending<T> {
        pending()
    }

    /// Type-checks like a resumable operation with one argument.
    pub fn resume1<R, A, T>(self, _: R, _: A, _: &mut Progress) -> Pending<T> {
        pending()
    }

    /// Type-checks like a resumable operation with two arguments.
    pub fn resume2<R, A, B, T>(self, _: R, _: A, _: B, _: &mut Progress) -> Pending<T> {
        pending()
    }

    /// Type-checks like a resumable operation with three arguments.
    pub fn resume3<R, A, B, C, T>(self, _: R, _: A, _: B, _: C, _: &mut Progress) -> Pending<T> {
        pending()
    }
}

/// What a verdict answers when it is asked for a token that is not its own.
///
/// # Panics
///
/// Always.
#[cold]
pub fn not_this_form() -> ! {
    unreachable!("the form decides which token is asked for")
}

/// A value that stays where it is when it is passed to a future by value.
#[diagnostic::on_unimplemented(
    message = "this value is moved into the awaited future, and is lost with it on cancel [moved-into-await]",
    label = "`{Self}` is moved here",
    note = "pass a reference or a clone, or keep the future itself: \
            `let mut call = Box::pin(..); (&mut call).await`"
)]
pub trait Repeatable {
    /// Called by generated code to ask about an operand of an awaited call.
    #[doc(hidden)]
    #[inline]
    fn __checked(&self) {}

    /// The value once more.
    #[doc(hidden)]
    fn __again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Copy> Repeatable for T {
    #[inline]
    fn __again(&self) -> T {
        *self
    }
}

/// A future that can be awaited by reference, in a local that is saved.
#[diagnostic::on_unimplemented(
    message = "this value is moved into the awaited future, and is lost with it on cancel [moved-into-await]",
    label = "`{Self}` is moved here",
    note = "what is awaited by name is kept, if it can be moved: `let call = Box::pin(..); call.await`"
)]
pub trait Kept: Future + Unpin {}

#[diagnostic::do_not_recommend]
impl<F: Future + Unpin> Kept for F {}

/// Awaits a future in a local by reference: dropping that drops nothing.
#[inline]
pub fn keep<F: Kept>(future: &mut F) -> &mut F {
    future
}

/// Copies an operand out of its slot.
///
/// # Panics
///
/// When the slot is empty, which the order of generated code rules out; likewise below.
#[inline]
#[track_caller]
pub fn copy_out<T: Repeatable>(slot: &mut Option<T>) -> T {
    slot.as_ref().expect("cancel-safe: an empty slot; this is a bug in cancel-safe").__again()
}

/// Takes an operand out of its slot.
#[inline]
#[track_caller]
pub fn take_out<T>(slot: &mut Option<T>) -> T {
    slot.take().expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
}

/// Lends an operand in its slot.
#[inline]
#[track_caller]
pub fn lend<T>(slot: &mut Option<T>) -> &mut T {
    slot.as_mut().expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
}

/// Not in the catalogue: the future has to be [`CancelSafe`] by its type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unknown;

crate::__verdict! { verdict plain [] Unknown }

impl Unknown {
    /// Passes a future on, whose type is still to be asked.
    #[inline]
    pub fn mark<F: IntoFuture>(self, future: F) -> F::IntoFuture {
        future.into_future()
    }

    /// The same at an await point.
    #[inline]
    pub fn remake<F: IntoFuture>(self, future: F, _: &mut Progress) -> F::IntoFuture {
        future.into_future()
    }

    /// The time limit that is an argument of the function that makes the future.
    #[inline]
    pub fn time<T>(self, limit: T, _: &mut Progress) -> T {
        limit
    }

    /// An operand that sits in a slot, in case the operation could resume.
    #[inline]
    pub fn operand<T: Repeatable>(self, slot: &mut Option<T>) -> T {
        copy_out(slot)
    }
}

/// Audited: dropping the future and making it again loses nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Safe;

crate::__verdict! { verdict plain [] Safe }

impl Safe {
    /// Marks the future of the audited operation.
    #[inline]
    pub fn mark<F: IntoFuture>(self, future: F) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// The same at an await point.
    #[inline]
    pub fn remake<F: IntoFuture>(self, future: F, _: &mut Progress) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// The time limit that is an argument of the function that makes the future.
    #[inline]
    pub fn time<T>(self, limit: T, _: &mut Progress) -> T {
        limit
    }

    /// An operand that sits in a slot, in case the operation could resume.
    #[inline]
    pub fn operand<T: Repeatable>(self, slot: &mut Option<T>) -> T {
        copy_out(slot)
    }
}

/// Audited, and an operation of a trait: [`Safe`] as long as it yields what the trait's method
/// yields. A type of the user may have a method of the same name that comes before the trait's.
#[derive(Debug)]
pub struct SafeYielding<T>(PhantomData<fn() -> T>);

crate::__verdict! { verdict plain [T] SafeYielding<T> }

impl<T> Clone for SafeYielding<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for SafeYielding<T> {}

impl<T> Default for SafeYielding<T> {
    fn default() -> Self {
        SafeYielding(PhantomData)
    }
}

impl<T> SafeYielding<T> {
    /// Marks the future of the audited operation.
    #[inline]
    pub fn mark<F: IntoFuture<Output = T>>(self, future: F) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// An operand that sits in a slot, in case the operation could resume.
    #[inline]
    pub fn operand<U: Repeatable>(self, slot: &mut Option<U>) -> U {
        copy_out(slot)
    }
}

/// An argument that an operation hands over at the last instant: in a slot if it cannot be made
/// again, or else the value itself.
pub trait Handover<T>: Sized {
    /// Where the item is until it is handed over.
    type Slot: BorrowMut<Option<T>>;

    /// The slot, from which the item can be taken, and into which it can be put back.
    fn into_slot(self) -> Self::Slot;

    /// Takes the item.
    ///
    /// # Panics
    ///
    /// When the slot is empty, which the order of generated code rules out.
    #[inline]
    fn hand_over(self) -> T {
        take_out(self.into_slot().borrow_mut())
    }
}

impl<'a, T> Handover<T> for &'a mut Option<T> {
    type Slot = &'a mut Option<T>;

    #[inline]
    fn into_slot(self) -> Self::Slot {
        self
    }
}

impl<T> Handover<T> for T {
    type Slot = Option<T>;

    #[inline]
    fn into_slot(self) -> Option<T> {
        Some(self)
    }
}

/// An item that can be kept in the checkpoint together with the operation that sends it, where
/// the operation does not give it back.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be kept while this channel has no room for it [item-not-kept]",
    label = "the item has to be `Send`, and to own its data",
    note = "the channel does not give a waiting message back, so the checkpoint keeps the whole \
            operation; `try_send` needs nothing of the item"
)]
pub trait Keepable: Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> Keepable for T {}
