//! An operation with progress that is called with too many arguments, or too few.

use crate::progress::Progress;
use crate::verdict::NoFuture;

/// What the token of an operation with progress dereferences to. The compiler reports the user's call;
/// that there is no such form of resuming it is not to be said as well.
#[derive(Clone, Copy, Debug)]
pub struct Miscalled;

impl Miscalled {
    /// Type-checks without arguments.
    pub fn resume0<R, T>(self, _: R, _: &mut Progress) -> NoFuture<R, T> {
        NoFuture::new()
    }

    /// Type-checks with one argument.
    pub fn resume1<R, A, T>(self, _: R, _: A, _: &mut Progress) -> NoFuture<R, T> {
        NoFuture::new()
    }

    /// Type-checks with two arguments.
    pub fn resume2<R, A, B, T>(self, _: R, _: A, _: B, _: &mut Progress) -> NoFuture<R, T> {
        NoFuture::new()
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
        NoFuture::new()
    }
}
