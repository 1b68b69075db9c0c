//! From the output of a future to the output of the select.

use core::future::IntoFuture;
use core::marker::PhantomData;

/// From the output of a future to the output of the select.
pub trait Delivery<T> {
    /// The output of the select.
    type Output;
    /// Whether any value may switch the branch off. Where none does, the select ends with the first.
    const MAY_REFUSE: bool;

    /// None where the pattern switches the branch off.
    fn deliver(&self, value: T) -> Option<Self::Output>;
}

/// Delivers every value.
#[derive(Clone, Copy, Debug)]
pub struct Whole<C>(pub C);

impl<T, O, C: Fn(T) -> O> Delivery<T> for Whole<C> {
    type Output = O;
    const MAY_REFUSE: bool = false;

    #[inline]
    fn deliver(&self, value: T) -> Option<O> {
        Some(self.0(value))
    }
}

/// Delivers what is in a `Some`.
#[derive(Clone, Copy, Debug)]
pub struct Present<C>(pub C);

impl<T: Optional, O, C: Fn(T::Value) -> O> Delivery<T> for Present<C> {
    type Output = O;
    const MAY_REFUSE: bool = true;

    #[inline]
    fn deliver(&self, value: T) -> Option<O> {
        value.present().map(&self.0)
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
    fn present(self) -> Option<Self::Value>;

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
    fn present(self) -> Option<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T> Optional for &'a Option<T> {
    type Value = &'a T;

    #[inline]
    fn present(self) -> Option<&'a T> {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T> Optional for &'a mut Option<T> {
    type Value = &'a mut T;

    #[inline]
    fn present(self) -> Option<&'a mut T> {
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
        pub fn __pattern(&self) -> Maybe {
            Maybe
        }
    }

    /// The answer for the others.
    pub trait NotAnOption {
        /// It does not.
        fn __pattern(&self) -> Certain {
            Certain
        }
    }

    impl<F> NotAnOption for Probe<F> {}

    /// The future yields an option.
    #[derive(Clone, Copy, Debug)]
    pub struct Maybe;

    impl Maybe {
        /// Delivers what is in it.
        pub fn some<F, C>(self, _: &F, variant: C) -> Present<C> {
            Present(variant)
        }
    }

    /// The future yields something else.
    #[derive(Clone, Copy, Debug)]
    pub struct Certain;

    impl Certain {
        /// Refused already.
        pub fn some<F, T, C: Fn(T) -> O, O>(self, _: &F, _: C) -> Absent<O> {
            Absent(PhantomData)
        }
    }
}

/// Delivers nothing.
#[derive(Clone, Copy, Debug)]
pub struct Absent<O>(PhantomData<fn() -> O>);

impl<T, O> Delivery<T> for Absent<O> {
    type Output = O;
    const MAY_REFUSE: bool = true;

    fn deliver(&self, _: T) -> Option<O> {
        None
    }
}

/// Asks whether a pattern, that of a closure's parameter, takes every value.
pub fn takes<T>(_: &T, _: impl FnOnce(T)) {}
