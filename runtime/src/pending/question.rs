//! The questions about the type of a local, each by `Deref` behind the one before it; the first
//! whose answer is yes gives the verdict.

use core::convert::Infallible;
use core::marker::PhantomData;
use core::ops::Deref;

use super::borrow::{Borrow, BorrowForSure, BorrowIfLent, Drain};
use super::noted::Noted;
#[cfg(feature = "alloc")]
use super::verdict::Saved;
use super::verdict::{
    Borrowing, Draining, LockGuard, UnknownIterator, Unsaved, UntypedIterator, UntypedSlot,
    UntypedValue,
};
use crate::again::{OwnsItems, Restarts};
use crate::guard::Guard;

/// The next question about a type.
macro_rules! questions {
    ($($(#[$meta:meta])* $Question:ident => $Next:ident,)+) => {$(
        $(#[$meta])*
        pub struct $Question<T: ?Sized>(PhantomData<fn() -> *const T>);

        impl<T: ?Sized> Deref for $Question<T> {
            type Target = $Next<T>;

            #[inline]
            fn deref(&self) -> &$Next<T> {
                &$Next(PhantomData)
            }
        }
    )+};
}

questions! {
    /// Is it a guard?
    AskGuard => AskDrain,
    /// Does it drain something?
    AskDrain => AskBorrowForSure,
    /// Does it borrow for sure?
    AskBorrowForSure => AskBorrow,
    /// Does it borrow?
    AskBorrow => AskSend,
    /// May it go into a box? Is it an iterator?
    AskSend => AskNothing,
}

/// Then nothing is left to ask.
pub struct AskNothing<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> Deref for Noted<T> {
    type Target = AskGuard<T>;

    #[inline]
    fn deref(&self) -> &AskGuard<T> {
        &AskGuard(PhantomData)
    }
}

macro_rules! answers {
    ($($(#[$meta:meta])* [$($bound:tt)*] $Question:ident => { $($method:ident $Verdict:ident,)+ })+) => {$(
        $(#[$meta])*
        impl<T: ?Sized + $($bound)*> $Question<T> {$(
            /// The verdict.
            #[inline]
            pub fn $method(&self) -> $Verdict {
                $Verdict
            }
        )+}
    )+};
}

impl<T: Restarts> Noted<T> {
    /// The verdict on an iterator that is made again.
    #[inline]
    pub fn counted(&self) -> Unsaved {
        Unsaved
    }

    /// The verdict on one that has a name.
    #[inline]
    pub fn stepped(&self) -> Unsaved {
        Unsaved
    }
}

/// Holds for what nothing tells the type of: it might be an [`Infallible`], for all that the compiler knows.
/// That is what it is to say of it, and not that it might be a guard.
pub trait Undecided {}

impl Undecided for Infallible {}
impl<U: Undecided> Undecided for Option<U> {}
impl<U: Undecided, E> Undecided for Result<U, E> {}
impl<U: Undecided, T> Undecided for (U, T) {}
#[cfg(feature = "alloc")]
impl<U: Undecided + ?Sized> Undecided for alloc::boxed::Box<U> {}

/// What a value is taken out of, more often than not: no guard yet, whatever is in it. That may not be
/// known where it is asked.
macro_rules! wrappers {
    ($($(#[$meta:meta])* [$($generics:tt)*] $Wrapper:ty;)*) => {$(
        $(#[$meta])*
        impl<$($generics)*> Noted<$Wrapper> {
            /// The verdict on a temporary.
            #[inline]
            pub fn temporary(&self) -> Unsaved {
                Unsaved
            }
        }
    )*};
}

wrappers! {
    [T] Option<T>;
    [T, E] Result<T, E>;
    #[cfg(feature = "alloc")]
    [T: ?Sized] alloc::boxed::Box<T>;
}

// A local that is saved, one that comes out of a call that may be lent something, one that a pattern binds,
// the iterator of a `for`, one out of such a call, a value in the middle of an expression, a local that is not saved, what is matched, an iterator that is made again, one that has
// a name.
answers! {
    #[cfg(feature = "alloc")]
    [Undecided] Noted => { local Saved, lent Saved, bound Saved, iterator Saved, lent_iterator Saved, value Saved, }
    [Undecided] Noted => { unsaved Unsaved, scrutinee Unsaved, }
    [Guard] AskGuard => {
        local LockGuard,
        lent LockGuard,
        bound LockGuard,
        iterator LockGuard,
        lent_iterator LockGuard,
        value LockGuard,
        unsaved LockGuard,
        scrutinee LockGuard,
    }
    [Guard] AskDrain => { temporary LockGuard, }
    [OwnsItems] AskGuard => { counted UnknownIterator, stepped UnknownIterator, }
    [Drain] AskDrain => {
        local Draining,
        lent Draining,
        bound Draining,
        iterator Draining,
        lent_iterator Draining,
        value Draining,
    }
    [Clone] AskBorrow => { counted Unsaved, stepped Unsaved, }
    [BorrowForSure] AskBorrowForSure => { bound Borrowing, }
    [Borrow] AskBorrow => { local Borrowing, iterator Borrowing, value Borrowing, }
    [BorrowIfLent] AskBorrow => { lent Borrowing, lent_iterator Borrowing, }
    #[cfg(feature = "alloc")]
    [Send] AskSend => {
        local Saved,
        lent Saved,
        bound Saved,
        iterator Saved,
        lent_iterator Saved,
        value Saved,
    }
    [Iterator] AskSend => { counted UnknownIterator, stepped UnknownIterator, }
    [] AskNothing => {
        local UntypedSlot,
        lent UntypedSlot,
        bound UntypedSlot,
        iterator UntypedIterator,
        lent_iterator UntypedIterator,
        value UntypedValue,
        unsaved Unsaved,
        temporary Unsaved,
        scrutinee Unsaved,
        // It is no iterator, which is reported where it is iterated over.
        counted Unsaved,
        stepped Unsaved,
    }
}
