//! What the catalogue answers: which way a future is awaited, and whether it is marked.

use core::future::{Future, IntoFuture};
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::lanes::Arcs;
use crate::marks::{CancelSafe, Marked};
use crate::operand::{Itself, Repeatable, Waits, copy_out};
use crate::probe::{AWAIT, Probe, probe_future};
use crate::progress::Progress;
use crate::shadowed::FutureOf;

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
    /// What is said of a call with more arguments than the operation takes.
    type Miscalled: Default;
    /// What is said of the same operation behind a guard.
    type InGuard: Default;
    /// The token of [`Form::Plain`].
    type Plain;
    /// The token of [`Form::Shared`].
    type Shared;
    /// The token of [`Form::Unique`].
    type Unique;

    /// The token of [`Form::Plain`].
    fn __plain(self) -> Self::Plain;
    /// The token of [`Form::Shared`].
    fn __shared(self) -> Self::Shared;
    /// The token of [`Form::Unique`].
    fn __unique(self) -> Self::Unique;
}

/// The form of a verdict whose type is not written.
#[inline]
pub fn form<V: Verdict>(_: &V) -> Form {
    V::FORM
}

/// What a verdict says of a call with more arguments than any operation of that name takes.
#[inline]
pub fn miscalled<V: Verdict>(_: V) -> V::Miscalled {
    V::Miscalled::default()
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
    pub fn operand<S: Waits>(self, _: &mut S) -> S::Value {
        match self {}
    }

    /// Type-checks like the future of the form that applies, whatever that is.
    pub fn only<P, F>(self, _: P) -> F {
        match self {}
    }

    /// Type-checks like a resumable operation without arguments.
    pub fn resume0<R, F>(self, _: R, _: &mut Progress) -> F {
        match self {}
    }

    /// Type-checks like a resumable operation with one argument.
    pub fn resume1<R, A, F>(self, _: R, _: A, _: &mut Progress) -> F {
        match self {}
    }

    /// Type-checks like a resumable operation with two arguments.
    pub fn resume2<R, A, B, F>(self, _: R, _: A, _: B, _: &mut Progress) -> F {
        match self {}
    }

    /// Type-checks like a resumable operation with three arguments.
    pub fn resume3<R, A, B, C, F>(self, _: R, _: A, _: B, _: C, _: &mut Progress) -> F {
        match self {}
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

/// Not in the catalogue. Where a future was asked about, it is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unknown;

crate::__verdict! { verdict plain [] Unknown }

impl Unknown {
    /// Passes on what a call returns: its type is still to be asked.
    #[inline]
    pub fn mark<T>(self, future: T) -> T {
        future
    }

    /// Asks about the type of what was passed on.
    pub fn ask_type<F>(&self, future: &F) -> Probe<AWAIT, F, Arcs> {
        probe_future(future)
    }

    /// Fails to compile, and goes on with a future, so that nothing fails a second time. That what
    /// it returns mentions `F::IntoFuture` is why the compiler shows the call, not its argument.
    pub fn remake<F: IntoFuture, T>(self, _: F, _: &mut Progress) -> NoFuture<F::IntoFuture, T> {
        NoFuture::new()
    }

    /// The same in a branch of `safe_select!`. The compiler shows the argument, which is the branch.
    pub fn polled<F: IntoFuture, T>(self, _: F) -> NoFuture<F, T> {
        NoFuture::new()
    }

    /// The time limit that is an argument of the function that makes the future.
    #[inline]
    pub fn time<T: Itself>(self, limit: T, _: &mut Progress) -> T::Itself {
        limit.itself()
    }

    /// An operand that sits in a slot, in case the operation could resume.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.__slot())
    }
}

/// Stands for what was awaited and is no future.
#[derive(Debug)]
pub struct NoFuture<F, T>(PhantomData<fn() -> (F, T)>);

impl<F, T> NoFuture<F, T> {
    pub(crate) fn new() -> Self {
        NoFuture(PhantomData)
    }
}

impl<F, T> Future for NoFuture<F, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        Poll::Pending
    }
}

#[diagnostic::do_not_recommend]
impl<F, T> CancelSafe for NoFuture<F, T> {}

/// A future that is not in the catalogue: it has to be [`CancelSafe`](crate::CancelSafe) by its type.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByType;

impl ByType {
    /// What a branch of `safe_select!` polls.
    pub fn polled<F: IntoFuture>(self, future: F) -> F::IntoFuture {
        future.into_future()
    }

    /// Passes the future on, whose type is still to be asked.
    #[inline]
    pub fn remake<F: IntoFuture>(self, future: F, _: &mut Progress) -> F::IntoFuture {
        future.into_future()
    }

    /// The time limit that is an argument of the function that makes the future.
    #[inline]
    pub fn time<T: Itself>(self, limit: T, _: &mut Progress) -> T::Itself {
        limit.itself()
    }
}

/// Audited: dropping the future and making it again loses nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Safe;

crate::__verdict! { verdict plain [] Safe }
crate::__verdict! { marks [] Safe: IntoFuture }

impl Safe {
    /// The same at an await point.
    #[inline]
    pub fn remake<F: IntoFuture>(self, future: F, _: &mut Progress) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// The time limit that is an argument of the function that makes the future.
    #[inline]
    pub fn time<T: Itself>(self, limit: T, _: &mut Progress) -> T::Itself {
        limit.itself()
    }

    /// An operand that sits in a slot, in case the operation could resume.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.__slot())
    }
}

/// Audited, and an operation of a trait: [`Safe`] as long as it yields what the trait's method
/// yields. A type of the user may have a method of the same name that comes before the trait's.
#[derive(Debug)]
pub struct SafeYielding<T, Receiver = Direct>(PhantomData<fn() -> (T, Receiver)>);

/// The receiver has the trait.
#[derive(Debug)]
pub enum Direct {}

/// The receiver is a guard of what has the trait.
#[derive(Debug)]
pub enum Guarded {}

crate::__verdict! { verdict plain_or_guarded [T, R] SafeYielding<T, R>, SafeYielding<T, Guarded> }
crate::__verdict! { settles [T, R] SafeYielding<T, R> }

impl<T, R> Clone for SafeYielding<T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R> Copy for SafeYielding<T, R> {}

impl<T, R> Default for SafeYielding<T, R> {
    fn default() -> Self {
        SafeYielding(PhantomData)
    }
}

impl<T> SafeYielding<T> {
    /// The receiver, for the method of the trait.
    pub fn receiver<R: ?Sized>(self, receiver: &mut R) -> &mut R {
        receiver
    }

    /// A verdict on the future that the method of the trait makes, and no other.
    pub fn expecting<E>(self, _: E) -> SafeExactly<E> {
        SafeExactly(PhantomData)
    }
}

impl<T, R> SafeYielding<T, R> {
    /// Marks the future of the audited operation.
    #[inline]
    pub fn mark<F: IntoFuture<Output = T>>(self, future: F) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// What a branch of `safe_select!` polls.
    pub fn polled<F: IntoFuture<Output = T>>(self, future: F) -> Marked<F::IntoFuture> {
        self.mark(future)
    }

    /// An operand that sits in a slot, in case the operation could resume.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.__slot())
    }
}

/// Audited, and an operation of one of tokio's traits: [`Safe`] if it is made by the trait's method.
#[derive(Debug)]
pub struct SafeExactly<F>(PhantomData<fn() -> F>);

crate::__verdict! { verdict plain [E] SafeExactly<E> }
crate::__verdict! { settles [E] SafeExactly<E> }

impl<E> Clone for SafeExactly<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for SafeExactly<E> {}

impl<E> Default for SafeExactly<E> {
    fn default() -> Self {
        SafeExactly(PhantomData)
    }
}

impl<E> SafeExactly<E> {
    /// Marks the future of the audited operation.
    #[inline]
    pub fn mark<F: IntoFuture + FutureOf<E>>(self, future: F) -> Marked<F::IntoFuture> {
        Marked::new(future.into_future())
    }

    /// What a branch of `safe_select!` polls.
    pub fn polled<F: IntoFuture + FutureOf<E>>(self, future: F) -> Marked<F::IntoFuture> {
        self.mark(future)
    }

    /// An operand that sits in a slot, in case the operation could resume.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.__slot())
    }
}
