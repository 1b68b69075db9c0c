//! What is still to be found out about a local: its type, and how it is saved.

use core::marker::PhantomData;

use crate::counted::Counted;
use crate::operand::Takes;

/// The type of a local, noted to be asked about later. After a mistake, the compiler may take it for one
/// that no local has, and is not to say so here.
pub struct Noted<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> Clone for Noted<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Noted<T> {}

impl<T: ?Sized> Default for Noted<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ?Sized> Noted<T> {
    /// A type that is still to be found.
    #[inline]
    pub fn new() -> Self {
        Noted(PhantomData)
    }

    /// It is that of `local`.
    #[inline]
    pub fn is(self, _: &T) {}
}

impl<T> Noted<T> {
    /// It is that of what is counted.
    #[inline]
    pub fn is_counted(self, _: &Counted<T>) {}

    /// It is that of what is in `slot`.
    #[inline]
    pub fn is_in(self, _: &Option<T>) {}
}

/// A value that was passed to the call that has returned `made`, in code that never runs. Not a method of
/// `made`: where nothing tells yet of what type that is, the compiler is to say so of the await.
pub fn passed<F: Takes<T> + ?Sized, T>(_made: &F, _: Noted<T>) -> F::Passed {
    unreachable!("this only asks about a type")
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
