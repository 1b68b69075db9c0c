//! From the output of a future to the output of the select.

use core::future::IntoFuture;
use core::marker::PhantomData;

/// From the output of a future to the output of the select, which is one of its variants.
pub trait Delivery<T, C, Out> {
    /// Whether any value may switch the branch off. Where none does, the select ends with the first.
    const MAY_REFUSE: bool;

    /// None where the pattern switches the branch off.
    fn deliver(value: T, variant: &C) -> Option<Out>;
}

/// Delivers every value.
#[derive(Clone, Copy, Debug)]
pub struct Whole;

impl<T, O, C: Fn(T) -> O> Delivery<T, C, O> for Whole {
    const MAY_REFUSE: bool = false;

    #[inline]
    fn deliver(value: T, variant: &C) -> Option<O> {
        Some(variant(value))
    }
}

/// Delivers what is in a `Some`.
#[derive(Clone, Copy, Debug)]
pub struct Present;

impl<T: Optional, O, C: Fn(T::Value) -> O> Delivery<T, C, O> for Present {
    const MAY_REFUSE: bool = true;

    #[inline]
    fn deliver(value: T, variant: &C) -> Option<O> {
        value.__present().map(variant)
    }
}

/// What `Some(..)` can be matched on with nothing to lose.
#[diagnostic::on_unimplemented(
    message = "`Some(..)` in a branch of `safe_select!` is for an `Option` [some-of-no-option]",
    label = "this future yields `{Self}`",
    note = "bind the value, and match it in the handler"
)]
pub trait Optional {
    /// What is in it.
    type Value;

    /// What is in it, if there is something.
    fn __present(self) -> Option<Self::Value>;

    /// Asks.
    #[doc(hidden)]
    fn __checked(self)
    where
        Self: Sized,
    {
    }
}

#[diagnostic::do_not_recommend]
impl<T> Optional for Option<T> {
    type Value = T;

    #[inline]
    fn __present(self) -> Option<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T> Optional for &'a Option<T> {
    type Value = &'a T;

    #[inline]
    fn __present(self) -> Option<&'a T> {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T> Optional for &'a mut Option<T> {
    type Value = &'a mut T;

    #[inline]
    fn __present(self) -> Option<&'a mut T> {
        self.as_mut()
    }
}

pub mod pattern {
    //! Is `Some(..)` a pattern for this output?

    use super::{Absent, IntoFuture, Optional, PhantomData, Present};

    /// Stands for the output of `future`, in code that never runs.
    pub fn output_of<F: IntoFuture>(_: &F) -> F::Output {
        unreachable!("this only asks about a type")
    }

    /// A question: does this future yield an option?
    #[derive(Debug)]
    pub struct Probe<F>(PhantomData<fn(F)>);

    /// Asks about the type of `future`.
    pub fn probe<F>(_: &F) -> Probe<F> {
        Probe(PhantomData)
    }

    impl<F: IntoFuture<Output: Optional>> Probe<F> {
        /// It does.
        pub fn __pattern(&self) -> Present {
            Present
        }
    }

    /// The answer for the others.
    pub trait NotAnOption {
        /// It does not.
        fn __pattern<V, O>(&self) -> Absent<V, O> {
            Absent(PhantomData)
        }
    }

    impl<F> NotAnOption for Probe<F> {}
}

/// Delivers nothing, of what a variant takes. Refused already.
#[derive(Clone, Copy, Debug)]
pub struct Absent<V, O>(PhantomData<fn(V) -> O>);

impl<T, V, O, C: Fn(V) -> O> Delivery<T, C, O> for Absent<V, O> {
    const MAY_REFUSE: bool = true;

    fn deliver(_: T, _: &C) -> Option<O> {
        None
    }
}

/// Asks whether a pattern, that of a closure's parameter, takes every value.
pub fn takes<T>(_: &T, _: impl FnOnce(T)) {}
