//! Locals that are in scope across an await: may they be there, and can they be saved?
//!
//! Both are asked about the type of the local, which may not be known before the end of the
//! function: in `let mut last = None;` it follows from what is assigned later. So generated code
//! notes the types on its way, and asks behind the body:
//!
//! ```text
//! let (noted, slot) = (Noted::new(), Slot::new());
//! ..
//! noted.is(&local);                          // at the await, in code that never runs
//! frame.local.put(local, slot);              // where the call is cancelled
//! ..
//! let verdict = noted.local();               // behind the body, in code that never runs
//! let asked = verdict.on(noted);
//! NotHeldAcrossAwaits::__asked(asked);
//! ..                                         // one trait for each reason to refuse it
//! slot.is(verdict);
//! ```

#[cfg(feature = "alloc")]
use core::any::Any;
use core::marker::PhantomData;
use core::ops::Deref;

use crate::again::{Restarts, StartsAnew};
use crate::counted::Counted;
use crate::guard::{Guard, NotHeldAcrossAwaits};

/// The type of a local, noted to be asked about later.
pub struct Noted<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> Clone for Noted<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Noted<T> {}

impl<T> Default for Noted<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Noted<T> {
    /// A type that is still to be found.
    #[inline]
    pub fn new() -> Self {
        Noted(PhantomData)
    }

    /// It is that of `local`.
    #[inline]
    pub fn is(self, _: &T) {}

    /// It is that of what is counted.
    #[inline]
    pub fn is_counted(self, _: &Counted<T>) {}

    /// It is that of what is in `slot`.
    #[inline]
    pub fn is_in(self, _: &Option<T>) {}
}

/// How a local is saved whose type is not written. Found out together with its type.
pub struct Slot<Kind>(PhantomData<fn() -> Kind>);

impl<Kind> Clone for Slot<Kind> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Kind> Copy for Slot<Kind> {}

impl<Kind> Default for Slot<Kind> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Kind> Slot<Kind> {
    /// Still to be found out.
    #[inline]
    pub fn new() -> Self {
        Slot(PhantomData)
    }

    /// As the verdict on the local says.
    #[inline]
    pub fn is(self, _: Kind) {}
}

/// What each question is asked about: the type of the local where the verdict refuses it, and
/// [`Passes`] where it does not.
pub struct Asked<Held, Drained, Borrowed, Kept>(PhantomData<(Held, Drained, Borrowed, Kept)>);

impl<Held, Drained, Borrowed, Kept> Clone for Asked<Held, Drained, Borrowed, Kept> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Held, Drained, Borrowed, Kept> Copy for Asked<Held, Drained, Borrowed, Kept> {}

/// Has nothing to be refused for.
#[derive(Debug)]
pub struct Passes(());

macro_rules! verdicts {
    ($($(#[$meta:meta])* $Verdict:ident asks about [$($subject:ident),+],)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Verdict;

        $(#[$meta])*
        impl $Verdict {
            /// The verdict on that local.
            #[inline]
            pub fn on<T>(self, _: Noted<T>) -> Asked<$($subject),+> {
                Asked(PhantomData)
            }
        }
    )+};
}

verdicts! {
    /// It is a lock guard. Refused.
    LockGuard asks about [T, Passes, Passes, Passes],
    /// It drops on cancel what it has not yielded yet. Refused.
    Draining asks about [Passes, T, Passes, Passes],
    /// It borrows. Refused.
    Borrowing asks about [Passes, Passes, T, Passes],
    /// It goes into a box.
    #[cfg(feature = "alloc")]
    Saved asks about [Passes, Passes, Passes, Passes],
    /// An iterator that may not yield the same when it is made again. Refused.
    UnknownIterator asks about [Passes, Passes, Passes, T],
    /// It is not saved, and need not be.
    Unsaved asks about [Passes, Passes, Passes, Passes],
    /// A local that cannot go into a box. Refused.
    UntypedSlot asks about [Passes, Passes, Passes, T],
    /// The same for the iterator of a `for`, which has no name to write a type for. Refused.
    UntypedIterator asks about [Passes, Passes, Passes, T],
    /// The same for a value in the middle of an expression, which has none either. Refused.
    UntypedValue asks about [Passes, Passes, Passes, T],
}

/// What a box can hold.
pub trait Holds<T> {
    /// Boxes the value.
    #[cfg(feature = "alloc")]
    fn boxed(value: T) -> alloc::boxed::Box<dyn Any + Send>;
}

#[cfg(feature = "alloc")]
impl<T: Any + Send> Holds<T> for Saved {
    #[inline]
    fn boxed(value: T) -> alloc::boxed::Box<dyn Any + Send> {
        alloc::boxed::Box::new(value)
    }
}

macro_rules! refused {
    ($($Verdict:ident),+) => {$(
        impl<T> Holds<T> for $Verdict {
            #[cfg(feature = "alloc")]
            fn boxed(_: T) -> alloc::boxed::Box<dyn Any + Send> {
                unreachable!("refused by the compiler")
            }
        }
    )+};
}

refused!(LockGuard, Draining, Borrowing, UntypedSlot, UntypedIterator, UntypedValue);

/// Fails for an iterator that drains what it iterates over.
#[diagnostic::on_unimplemented(
    message = "`{Self}` drops what it has not yielded yet when the call is cancelled [drained-across-await]",
    label = "the rest of the items would be lost at the await",
    note = "take them all out first: `let items: Vec<_> = queue.drain(..).collect();`",
    note = "or one at a time: `while let Some(item) = queue.pop_front()`"
)]
pub trait KeepsTheRest<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Borrowed, Kept>(_: Asked<Held, Self, Borrowed, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for a borrow.
#[diagnostic::on_unimplemented(
    message = "`{Self}` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]",
    label = "needed after the await, where a cancelled call would not have it any more",
    note = "if evaluating it again makes the same borrow, say so: `#[rederive]` before the `let` \
            or the `for`",
    note = "if it borrows what lives for ever, write its type: `let name: &'static str = ..;`",
    note = "otherwise keep an owned value: `.clone()`, `.to_owned()`, `.collect::<Vec<_>>()`"
)]
pub trait OwnsItsData<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Kept>(_: Asked<Held, Drained, Self, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for what would have to be saved untyped, and cannot be.
#[cfg_attr(
    feature = "alloc",
    diagnostic::on_unimplemented(
        message = "a `{Self}` can only be kept in a checkpoint if its type is written [type-not-written]",
        label = "needed after the await, so it is saved there; where its type is not written, it has \
             to be `Send`",
        note = "write the type, `let name: Type = ..`: it gets a slot of that type, of which nothing \
            is asked"
    )
)]
#[cfg_attr(
    not(feature = "alloc"),
    diagnostic::on_unimplemented(
        message = "without the feature `alloc`, a `{Self}` can only be kept in a checkpoint if its type \
               is written [type-not-written]",
        label = "needed after the await, so it is saved there",
        note = "write the type, `let name: Type = ..`, or turn the feature `alloc` on"
    )
)]
pub trait SavedUntyped<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// Fails for what would have to be saved untyped, and cannot be.
#[cfg_attr(
    feature = "alloc",
    diagnostic::on_unimplemented(
        message = "the iterator `{Self}` cannot be kept in a checkpoint [type-not-written]",
        label = "needed for the rest of the loop, so it is saved at the await; where its type is not \
             written, it has to be `Send`",
        note = "iterate over a local whose type is written: `let items: Vec<Item> = ..; for item in items`"
    )
)]
#[cfg_attr(
    not(feature = "alloc"),
    diagnostic::on_unimplemented(
        message = "without the feature `alloc`, the iterator `{Self}` cannot be kept in a checkpoint \
               [type-not-written]",
        label = "needed for the rest of the loop, so it is saved at the await",
        note = "iterate over a local whose type is written, `let items: [Item; 4] = ..`, or turn the \
            feature `alloc` on"
    )
)]
pub trait IteratorSavedUntyped<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// Fails for what would have to be saved untyped, and cannot be.
#[cfg_attr(
    feature = "alloc",
    diagnostic::on_unimplemented(
        message = "a `{Self}` has to wait here for an await, and cannot be kept in a checkpoint [type-not-written]",
        label = "evaluated before the await, so it is saved there; where its type is not written, it \
             has to be `Send`",
        note = "put it into a local before, and write the type: `let name: Type = ..`"
    )
)]
#[cfg_attr(
    not(feature = "alloc"),
    diagnostic::on_unimplemented(
        message = "without the feature `alloc`, a `{Self}` that has to wait for an await cannot be kept in \
               a checkpoint [type-not-written]",
        label = "evaluated before the await, so it is saved there",
        note = "put it into a local before, and write the type, `let name: Type = ..`, or turn the \
            feature `alloc` on"
    )
)]
pub trait ValueSavedUntyped<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// No type but [`Passes`] has any of the traits. Their parameter is not known where one refuses, so
/// that the compiler does not suggest to add it to the bounds of the function.
macro_rules! passes {
    ($($Trait:ident),+) => {$(
        #[diagnostic::do_not_recommend]
        impl $Trait<()> for Passes {}
    )+};
}

passes!(
    StartsAnew,
    NotHeldAcrossAwaits,
    KeepsTheRest,
    OwnsItsData,
    SavedUntyped,
    IteratorSavedUntyped,
    ValueSavedUntyped
);

/// A type that borrows, whatever it borrows from.
pub trait Borrow {}

/// One that hardly ever borrows from a constant, unlike `&str`: where a pattern binds one, there is
/// no place to write that it is `'static`.
pub trait BorrowForSure: Borrow {}

/// An iterator that takes the items out of what it borrows, and drops the rest with itself.
pub trait Drain {}

/// The next question about a type.
macro_rules! questions {
    ($($(#[$meta:meta])* $Question:ident => $Next:ident,)+) => {$(
        $(#[$meta])*
        pub struct $Question<T: ?Sized>(PhantomData<fn() -> *const T>);

        impl<T> Deref for $Question<T> {
            type Target = $Next<T>;

            #[inline]
            fn deref(&self) -> &$Next<T> {
                &$Next(PhantomData)
            }
        }
    )+};
}

questions! {
    /// Does it drain something?
    AskDrain => AskBorrowForSure,
    /// Does it borrow for sure?
    AskBorrowForSure => AskBorrow,
    /// Does it borrow?
    AskBorrow => AskSend,
    /// May it go into a box?
    AskSend => AskNothing,
}

/// Then nothing is left to ask.
pub struct AskNothing<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T> Deref for Noted<T> {
    type Target = AskDrain<T>;

    #[inline]
    fn deref(&self) -> &AskDrain<T> {
        &AskDrain(PhantomData)
    }
}

macro_rules! answers {
    ($($(#[$meta:meta])* [$($bound:tt)*] $Question:ident => { $($method:ident $Verdict:ident,)+ })+) => {$(
        $(#[$meta])*
        impl<T: $($bound)*> $Question<T> {$(
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
}

// A local that is saved, one that a pattern binds, the iterator of a `for`, a value in the middle of
// an expression, a local that is not saved, an iterator that is made again.
answers! {
    [Guard] Noted => {
        local LockGuard,
        bound LockGuard,
        iterator LockGuard,
        value LockGuard,
        unsaved LockGuard,
    }
    [Drain] AskDrain => {
        local Draining,
        bound Draining,
        iterator Draining,
        value Draining,
    }
    [Clone] AskBorrow => { counted Unsaved, }
    [BorrowForSure] AskBorrowForSure => { bound Borrowing, }
    [Borrow] AskBorrow => { local Borrowing, iterator Borrowing, value Borrowing, }
    #[cfg(feature = "alloc")]
    [Send] AskSend => { local Saved, bound Saved, iterator Saved, value Saved, }
    [] AskNothing => {
        local UntypedSlot,
        bound UntypedSlot,
        iterator UntypedIterator,
        value UntypedValue,
        unsaved Unsaved,
        counted UnknownIterator,
    }
}

macro_rules! mark {
    (BorrowForSure: $($(#[$meta:meta])* [$($generics:tt)*] $Type:ty;)*) => {$(
        $(#[$meta])*
        impl<$($generics)*> Borrow for $Type {}

        $(#[$meta])*
        impl<$($generics)*> BorrowForSure for $Type {}
    )*};
    ($Trait:ident: $($(#[$meta:meta])* [$($generics:tt)*] $Type:ty;)*) => {$(
        $(#[$meta])*
        impl<$($generics)*> $Trait for $Type {}
    )*};
}

impl<T> BorrowForSure for &T {}
impl<B: BorrowForSure> BorrowForSure for Option<B> {}

mark! { Borrow:
    [T: ?Sized] &T;
    [B: Borrow] Option<B>;
    [B: Borrow, E] Result<B, E>;
    [B: Borrow, T] (B, T);
}

mark! { BorrowForSure:
    [T: ?Sized] &mut T;
    [T] core::slice::Iter<'_, T>;
    [T] core::slice::IterMut<'_, T>;
    [T] core::slice::Chunks<'_, T>;
    [T] core::slice::ChunksMut<'_, T>;
    [T] core::slice::ChunksExact<'_, T>;
    [T] core::slice::Windows<'_, T>;
    [T, P: FnMut(&T) -> bool] core::slice::Split<'_, T, P>;
    [] core::str::Bytes<'_>;
    [] core::str::CharIndices<'_>;
    [] core::str::Chars<'_>;
    [] core::str::Lines<'_>;
    [] core::str::SplitWhitespace<'_>;
    [] core::str::Split<'_, char>;
    [] core::str::Split<'_, &str>;
    [] core::str::SplitN<'_, char>;
    [] core::str::SplitN<'_, &str>;
    [T] core::option::Iter<'_, T>;
    [T] core::option::IterMut<'_, T>;
    [I: Borrow] core::iter::Cloned<I>;
    [I: Borrow] core::iter::Copied<I>;
    [I: Borrow] core::iter::Enumerate<I>;
    [I: Borrow, P] core::iter::Filter<I, P>;
    [I: Borrow, F] core::iter::FilterMap<I, F>;
    [I: Borrow, F] core::iter::Map<I, F>;
    [I: Borrow + Iterator] core::iter::Peekable<I>;
    [I: Borrow] core::iter::Rev<I>;
    [I: Borrow] core::iter::Skip<I>;
    [I: Borrow] core::iter::StepBy<I>;
    [I: Borrow] core::iter::Take<I>;
    [I: Borrow, J] core::iter::Chain<I, J>;
    [I: Borrow, J] core::iter::Zip<I, J>;
}

#[cfg(feature = "alloc")]
mark! { Borrow:
    [B: Borrow + ?Sized] alloc::boxed::Box<B>;
}

#[cfg(feature = "alloc")]
mark! { BorrowForSure:
    [T] alloc::collections::binary_heap::Iter<'_, T>;
    [T: Ord] alloc::collections::binary_heap::PeekMut<'_, T>;
    [K, V] alloc::collections::btree_map::Entry<'_, K, V>;
    [K, V] alloc::collections::btree_map::OccupiedEntry<'_, K, V>;
    [K, V] alloc::collections::btree_map::Iter<'_, K, V>;
    [K, V] alloc::collections::btree_map::IterMut<'_, K, V>;
    [K, V] alloc::collections::btree_map::Keys<'_, K, V>;
    [K, V] alloc::collections::btree_map::Range<'_, K, V>;
    [K, V] alloc::collections::btree_map::Values<'_, K, V>;
    [K, V] alloc::collections::btree_map::ValuesMut<'_, K, V>;
    [T] alloc::collections::btree_set::Iter<'_, T>;
    [T] alloc::collections::btree_set::Range<'_, T>;
    [T] alloc::collections::btree_set::Difference<'_, T>;
    [T] alloc::collections::btree_set::Intersection<'_, T>;
    [T] alloc::collections::btree_set::SymmetricDifference<'_, T>;
    [T] alloc::collections::btree_set::Union<'_, T>;
    [T] alloc::collections::vec_deque::Iter<'_, T>;
    [T] alloc::collections::vec_deque::IterMut<'_, T>;
}

#[cfg(feature = "std")]
mark! { BorrowForSure:
    [T, S] std::collections::hash_set::Difference<'_, T, S>;
    [T, S] std::collections::hash_set::Intersection<'_, T, S>;
    [T, S] std::collections::hash_set::SymmetricDifference<'_, T, S>;
    [T, S] std::collections::hash_set::Union<'_, T, S>;
    [K, V] std::collections::hash_map::Entry<'_, K, V>;
    [K, V] std::collections::hash_map::OccupiedEntry<'_, K, V>;
    [K, V] std::collections::hash_map::Iter<'_, K, V>;
    [K, V] std::collections::hash_map::IterMut<'_, K, V>;
    [K, V] std::collections::hash_map::Keys<'_, K, V>;
    [K, V] std::collections::hash_map::Values<'_, K, V>;
    [K, V] std::collections::hash_map::ValuesMut<'_, K, V>;
    [T] std::collections::hash_set::Iter<'_, T>;
    [] std::path::Components<'_>;
}

mark! { Drain:
    [I: Drain] core::iter::Enumerate<I>;
    [I: Drain, P] core::iter::Filter<I, P>;
    [I: Drain, F] core::iter::Map<I, F>;
    [I: Drain + Iterator] core::iter::Peekable<I>;
    [I: Drain] core::iter::Rev<I>;
    [I: Drain] core::iter::Take<I>;
}

#[cfg(feature = "alloc")]
mark! { Drain:
    [T] alloc::vec::Drain<'_, T>;
    [] alloc::string::Drain<'_>;
    [T] alloc::collections::binary_heap::Drain<'_, T>;
    [T] alloc::collections::vec_deque::Drain<'_, T>;
}

#[cfg(feature = "std")]
mark! { Drain:
    [K, V] std::collections::hash_map::Drain<'_, K, V>;
    [T] std::collections::hash_set::Drain<'_, T>;
}
