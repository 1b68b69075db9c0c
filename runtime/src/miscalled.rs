//! An operation with progress that is called with too many arguments, or too few.

use core::future::IntoFuture;
use core::marker::PhantomData;

use crate::progress::Progress;
use crate::verdict::NoFuture;

/// What the token of an operation with progress dereferences to. The compiler reports the user's call;
/// that there is no such form of resuming it is not to be said as well.
///
/// A type of the user's may have a method of that name that takes other arguments. Where the operation is
/// of a trait of the catalogue, that is [asked](crate::errors::FutureOf). Of any other, it is reported when the
/// function is compiled to its end: `cargo check` does not come so far.
///
/// ```compile_fail,E0080
/// # use cancel_safe::{__private::Miscalled, Progress};
/// let _ = Miscalled.resume0::<(), ()>((), &mut Progress::None);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Miscalled;

impl Miscalled {
    /// Type-checks instead of the refusal of a call that is awaited as it is.
    pub fn mark<F: IntoFuture>(self, _: F) -> NoFuture<F::IntoFuture, F::Output> {
        refused()
    }

    /// Type-checks without arguments.
    pub fn resume0<R, T>(self, _: R, _: &mut Progress) -> NoFuture<R, T> {
        refused()
    }

    /// Type-checks with one argument.
    pub fn resume1<R, A, T>(self, _: R, _: A, _: &mut Progress) -> NoFuture<R, T> {
        refused()
    }

    /// Type-checks with two arguments.
    pub fn resume2<R, A, B, T>(self, _: R, _: A, _: B, _: &mut Progress) -> NoFuture<R, T> {
        refused()
    }

    /// Type-checks with three arguments.
    pub fn resume3<R, A, B, C, T>(
        self,
        _: R,
        _: A,
        _: B,
        _: C,
        _: &mut Progress,
    ) -> NoFuture<R, T> {
        refused()
    }
}

fn refused<F, T>() -> NoFuture<F, T> {
    let () = Compiled::<F>::REFUSED;
    NoFuture::new()
}

/// What the compiler comes to only if it has not reported the call.
struct Compiled<F>(PhantomData<F>);

impl<F> Compiled<F> {
    const REFUSED: () = panic!(
        "a method of this type is called like an operation with progress of a trait that the type \
         implements, and takes other arguments: give it another name, or await it in a function of \
         its own"
    );
}
