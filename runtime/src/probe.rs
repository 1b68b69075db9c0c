//! Which operation is this? Receiver type and method name, looked up by the compiler.
//!
//! Futures of most libraries are opaque, so no mark can sit on them. What can be recognised is
//! the call: `RECEIVER.method(..)`. The macros ask [`probe`] about the receiver, and method
//! resolution answers: the inherent [`Probe::verdict`] where the catalogue has the operation
//! ([`Audited`]), the one of the trait [`Unaudited`] where it has not.

use core::future::{Future, IntoFuture, Pending, pending};
use core::marker::PhantomData;

use crate::marks::{CancelSafe, Marked};
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

/// A receiver type whose method of that name has been audited.
pub trait Audited<const METHOD: u64> {
    /// What the audit found: one of [`Safe`], [`Resumes`], or a refusal in its own words.
    type Verdict: Default;
}

/// A question: is this method of this type in the catalogue?
pub struct Probe<const METHOD: u64, R: ?Sized>(PhantomData<fn() -> *const R>);

/// Asks about the type of `receiver`.
pub fn probe<const METHOD: u64, R: ?Sized>(_: &R) -> Probe<METHOD, R> {
    Probe(PhantomData)
}

impl<const METHOD: u64, R: Audited<METHOD> + ?Sized> Probe<METHOD, R> {
    /// The catalogue's answer.
    pub fn verdict(&self) -> R::Verdict {
        R::Verdict::default()
    }
}

/// The answer for what is not in the catalogue.
pub trait Unaudited {
    /// Nothing is known about the operation.
    fn verdict(&self) -> Unknown {
        Unknown
    }
}

impl<const METHOD: u64, R: ?Sized> Unaudited for Probe<METHOD, R> {}

/// The verdict whose type a branch that never runs has found. So a receiver that is not a place
/// is neither evaluated twice nor moved.
pub fn verdict_of<V: Default>(_: Option<V>) -> V {
    V::default()
}

/// Not in the catalogue: the future has to be [`CancelSafe`] by its type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unknown;

impl Unknown {
    /// Passes a future on that is cancel-safe by its type.
    pub fn mark<F: IntoFuture<IntoFuture: CancelSafe>>(self, future: F) -> F::IntoFuture {
        future.into_future()
    }
}

/// Audited: dropping the future and making it again loses nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Safe;

impl Safe {
    /// Marks the future of the audited operation.
    pub fn mark<F: IntoFuture>(self, future: F) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }
}

/// The form that applies to a verdict.
pub fn form<V: Verdict>(_: &V) -> Form {
    V::FORM
}

/// Which way an annotated function awaits an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Makes the future anew each time.
    Plain,
    /// Calls [`ResumeShared::resume`].
    Shared,
    /// Calls [`ResumeUnique::resume`].
    Unique,
}

/// What generated code asks a verdict at an await point.
///
/// It contains the code for each [`Form`], and all of it has to pass the type check. But what
/// follows a call that returns an uninhabited token is unreachable, so only the one form that
/// applies is checked for borrows and compiled: the others move nothing and cost nothing.
pub trait Verdict: Default {
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

/// The token of a form that does not apply.
#[derive(Clone, Copy, Debug)]
pub enum Nope {}

impl Nope {
    /// Type-checks like the call for [`Form::Plain`].
    pub fn mark<F: IntoFuture>(self, future: F) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// Type-checks like the operand of a call for [`Form::Plain`].
    pub fn operand<T>(self, _: &mut Option<T>) -> T {
        match self {}
    }

    /// Type-checks like the call for [`Form::Shared`] and [`Form::Unique`].
    pub fn resume<R, A, T>(self, _: R, _: A, _: &mut Progress) -> Pending<T> {
        pending()
    }
}

fn not_this_form() -> ! {
    unreachable!("the form decides which token is asked for")
}

impl Verdict for Unknown {
    const FORM: Form = Form::Plain;
    type Plain = Unknown;
    type Shared = Nope;
    type Unique = Nope;

    fn plain(self) -> Unknown {
        self
    }

    fn shared(self) -> Nope {
        not_this_form()
    }

    fn unique(self) -> Nope {
        not_this_form()
    }
}

impl Verdict for Safe {
    const FORM: Form = Form::Plain;
    type Plain = Safe;
    type Shared = Nope;
    type Unique = Nope;

    fn plain(self) -> Safe {
        self
    }

    fn shared(self) -> Nope {
        not_this_form()
    }

    fn unique(self) -> Nope {
        not_this_form()
    }
}

/// A value that stays where it is when it is passed to a future by value.
#[diagnostic::on_unimplemented(
    message = "this value is moved into the future that is awaited, and would be lost with it on cancel",
    label = "`{Self}` is moved here",
    note = "pass a reference or a clone, or keep the future itself: \
            `let mut call = Box::pin(..); (&mut call).await`"
)]
pub trait Repeatable: Copy {}

#[diagnostic::do_not_recommend]
impl<T: Copy> Repeatable for T {}

/// Checks an operand of an awaited call.
#[inline]
pub fn operand<T: Repeatable>(_: &T) {}

impl Unknown {
    /// An operand that generated code had put into a slot, in case the operation could resume.
    pub fn operand<T: Repeatable>(self, slot: &mut Option<T>) -> T {
        slot.expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
    }
}

impl Safe {
    /// An operand that generated code had put into a slot, in case the operation could resume.
    pub fn operand<T: Repeatable>(self, slot: &mut Option<T>) -> T {
        slot.expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
    }
}

/// An operation with progress on `&self`.
///
/// `Args` is the tuple of arguments. One that the plain operation takes by value arrives as
/// `&mut Option<T>`: it is taken at the instant it is handed over, not before.
pub trait ResumeShared<const METHOD: u64, Args> {
    /// What the plain operation yields.
    type Output;

    /// Goes on from `progress`, and leaves it at [`Progress::None`] when it completes.
    fn resume(&self, args: Args, progress: &mut Progress) -> impl Future<Output = Self::Output>;
}

/// An operation with progress on `&mut self`; see [`ResumeShared`].
pub trait ResumeUnique<const METHOD: u64, Args> {
    /// What the plain operation yields.
    type Output;

    /// Goes on from `progress`, and leaves it at [`Progress::None`] when it completes.
    fn resume(&mut self, args: Args, progress: &mut Progress)
    -> impl Future<Output = Self::Output>;
}

/// The token for operations with progress on `&self`.
#[derive(Clone, Copy, Debug)]
pub struct Shared<const METHOD: u64>;

impl<const METHOD: u64> Shared<METHOD> {
    /// Starts the operation, or goes on with it.
    pub fn resume<R: ResumeShared<METHOD, A> + ?Sized, A>(
        self,
        receiver: &R,
        args: A,
        progress: &mut Progress,
    ) -> impl Future<Output = R::Output> {
        receiver.resume(args, progress)
    }
}

/// The token for operations with progress on `&mut self`.
#[derive(Clone, Copy, Debug)]
pub struct Unique<const METHOD: u64>;

impl<const METHOD: u64> Unique<METHOD> {
    /// Starts the operation, or goes on with it.
    pub fn resume<R: ResumeUnique<METHOD, A> + ?Sized, A>(
        self,
        receiver: &mut R,
        args: A,
        progress: &mut Progress,
    ) -> impl Future<Output = R::Output> {
        receiver.resume(args, progress)
    }
}

/// An operation with progress on `&self`. `Words` is the refusal for where it cannot resume.
#[derive(Clone, Copy, Debug)]
pub struct ResumesShared<const METHOD: u64, Words>(PhantomData<fn() -> Words>);

/// An operation with progress on `&mut self`. `Words` is the refusal for where it cannot resume.
#[derive(Clone, Copy, Debug)]
pub struct ResumesUnique<const METHOD: u64, Words>(PhantomData<fn() -> Words>);

impl<const METHOD: u64, Words> Default for ResumesShared<METHOD, Words> {
    fn default() -> Self {
        ResumesShared(PhantomData)
    }
}

impl<const METHOD: u64, Words> Default for ResumesUnique<METHOD, Words> {
    fn default() -> Self {
        ResumesUnique(PhantomData)
    }
}

impl<const METHOD: u64, Words> Verdict for ResumesShared<METHOD, Words> {
    const FORM: Form = Form::Shared;
    type Plain = Nope;
    type Shared = Shared<METHOD>;
    type Unique = Nope;

    fn plain(self) -> Nope {
        not_this_form()
    }

    fn shared(self) -> Shared<METHOD> {
        Shared
    }

    fn unique(self) -> Nope {
        not_this_form()
    }
}

impl<const METHOD: u64, Words> Verdict for ResumesUnique<METHOD, Words> {
    const FORM: Form = Form::Unique;
    type Plain = Nope;
    type Shared = Nope;
    type Unique = Unique<METHOD>;

    fn plain(self) -> Nope {
        not_this_form()
    }

    fn shared(self) -> Nope {
        not_this_form()
    }

    fn unique(self) -> Unique<METHOD> {
        Unique
    }
}
