//! What a branch only refers to: does it end with the branch?

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};
use core::marker::PhantomData;
use core::ops::Deref;
use core::pin::Pin;

use crate::marks::CancelSafe;

/// A question about a type.
#[derive(Debug)]
pub struct Probe<T: ?Sized>(PhantomData<fn(*const T)>);

/// Asks about the type of `value`.
pub fn probe<T: ?Sized>(_: &T) -> Probe<T> {
    Probe(PhantomData)
}

/// The first answer, asked of `&&probe`: a box ends, and what is in it.
pub trait Boxed {
    /// It ends.
    fn __holder(&self) -> Holds {
        Holds
    }
}

#[cfg(feature = "alloc")]
impl<T: ?Sized> Boxed for &Probe<Box<T>> {}

#[cfg(feature = "alloc")]
impl<T: ?Sized> Boxed for &Probe<Pin<Box<T>>> {}

#[cfg(feature = "alloc")]
impl<T> Boxed for &Probe<Vec<T>> {}

/// The second: what another pointer refers to stays.
pub trait Lent {
    /// It stays.
    fn __holder(&self) -> Lends {
        Lends
    }
}

impl<T: Deref + ?Sized> Lent for &&Probe<T> {}

/// The last: a value ends, and its parts.
pub trait Owned {
    /// It ends.
    fn __holder(&self) -> Holds {
        Holds
    }
}

impl<T: ?Sized> Owned for Probe<T> {}

/// Ends with the branch.
#[derive(Clone, Copy, Debug)]
pub struct Holds;

impl Holds {
    /// Passes what may end half-way.
    pub fn __check<F: CancelSafe + ?Sized>(self, _: &F) {}
}

/// Stays where it is.
#[derive(Clone, Copy, Debug)]
pub struct Lends;

impl Lends {
    /// Passes everything.
    pub fn __check<F: ?Sized>(self, _: &F) {}
}

impl<F: ?Sized> Probe<&mut F> {
    /// Passes a reference to what may end half-way.
    pub fn __check(&self, _: &&mut F)
    where
        F: CancelSafe,
    {
    }
}

impl<F: ?Sized> Probe<Pin<&mut F>> {
    /// Passes a reference to what may end half-way.
    pub fn __check(&self, _: &Pin<&mut F>)
    where
        F: CancelSafe,
    {
    }
}

/// What is no reference says of itself whether it may end half-way.
pub trait Elsewhere {
    /// Passes everything.
    fn __check<F>(&self, _: &F) {}
}

impl<T: ?Sized> Elsewhere for Probe<T> {}
