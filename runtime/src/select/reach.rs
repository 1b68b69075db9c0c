//! What a branch only refers to: does it end with the branch?

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};
use core::future::Pending;
use core::marker::PhantomData;
use core::ops::Deref;
use core::pin::Pin;

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
    /// What may end half-way.
    pub fn __ends<F: ?Sized>(self, part: &F) -> &F {
        part
    }
}

/// Stays where it is.
#[derive(Clone, Copy, Debug)]
pub struct Lends;

impl Lends {
    /// Nothing may.
    pub fn __ends<F: ?Sized>(self, _: &F) -> &Pending<()> {
        never()
    }
}

impl<F: ?Sized> Probe<&mut F> {
    /// What the reference refers to.
    pub fn __ends<'a>(&self, reference: &'a &mut F) -> &'a F {
        reference
    }
}

impl<F: ?Sized> Probe<Pin<&mut F>> {
    /// What the reference refers to.
    pub fn __ends<'a>(&self, reference: &'a Pin<&mut F>) -> &'a F {
        reference.as_ref().get_ref()
    }
}

/// What is no reference says of itself whether it may end half-way.
pub trait Elsewhere {
    /// Nothing else ends.
    fn __ends<'a, F>(&self, _: &'a F) -> &'a Pending<()> {
        never()
    }
}

impl<T: ?Sized> Elsewhere for Probe<T> {}

/// Stands for a future that may be dropped at any time.
fn never<'a>() -> &'a Pending<()> {
    unreachable!("this only asks about a type")
}
