//! The verdicts on a local: what each refuses it for, and whether it can go into a box.

#[cfg(feature = "alloc")]
use core::any::Any;
use core::marker::PhantomData;

use super::noted::Noted;

/// What each question is asked about: the type of the local where the verdict refuses it, and
/// [`Passes`] where it does not.
pub struct Asked<Held: ?Sized, Drained: ?Sized, Borrowed: ?Sized, Kept: ?Sized>(
    PhantomData<Held>,
    PhantomData<Drained>,
    PhantomData<Borrowed>,
    PhantomData<Kept>,
);

impl<Held: ?Sized, Drained: ?Sized, Borrowed: ?Sized, Kept: ?Sized> Clone
    for Asked<Held, Drained, Borrowed, Kept>
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<Held: ?Sized, Drained: ?Sized, Borrowed: ?Sized, Kept: ?Sized> Copy
    for Asked<Held, Drained, Borrowed, Kept>
{
}

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
            pub fn on<T: ?Sized>(self, _: Noted<T>) -> Asked<$($subject),+> {
                Asked(PhantomData, PhantomData, PhantomData, PhantomData)
            }
        }

        $(#[$meta])*
        impl Verdict for $Verdict {
            type Asked<T: ?Sized> = Asked<$($subject),+>;

            #[inline]
            fn on<T: ?Sized>(self, local: Noted<T>) -> Self::Asked<T> {
                self.on(local)
            }
        }
    )+};
}

/// A verdict on a local.
pub trait Verdict {
    /// What each question is asked about.
    type Asked<T: ?Sized>;

    /// The verdict on that local.
    fn on<T: ?Sized>(self, local: Noted<T>) -> Self::Asked<T>;
}

#[cfg(feature = "alloc")]
impl Saved {
    /// As the verdict on the item says where its iterator has nothing to be refused for; so with two
    /// bindings of a pattern.
    #[inline]
    pub fn unless_refused<T: ?Sized, V: Verdict>(self, verdict: V, local: Noted<T>) -> V::Asked<T> {
        verdict.on(local)
    }
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
        impl $Verdict {
            /// Of an iterator that is refused, an item is not asked about.
            #[inline]
            pub fn unless_refused<T: ?Sized, V: Verdict>(
                self,
                _: V,
                local: Noted<T>,
            ) -> Asked<Passes, Passes, Passes, Passes> {
                Unsaved.on(local)
            }
        }

        impl<T> Holds<T> for $Verdict {
            #[cfg(feature = "alloc")]
            fn boxed(_: T) -> alloc::boxed::Box<dyn Any + Send> {
                unreachable!("refused by the compiler")
            }
        }
    )+};
}

refused!(LockGuard, Draining, Borrowing, UntypedSlot, UntypedIterator, UntypedValue);
