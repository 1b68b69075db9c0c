//! What must not be in scope across an await: a lock that would be released on cancel, and that
//! a resumed call would believe to hold.

use core::cell::{Ref, RefMut};

use crate::pending::{Asked, Noted};

/// A type that gives access to something for as long as it lives, and borrows it, so that it
/// cannot be kept in a checkpoint.
///
/// The compiler asks about each local that is in scope across an await of a `#[cancel_safe]`
/// function. Implement it for a guard of your own, and such a function is refused.
///
/// ```
/// struct LogSection<'a>(&'a str);
///
/// impl cancel_safe::Guard for LogSection<'_> {}
/// ```
pub trait Guard {}

/// Fails for a guard.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is held across an await [guard-across-await]",
    label = "released when the call is cancelled, and not held again when it is resumed",
    note = "end its scope before the await: put it into a block of its own, or `drop` it",
    note = "an owned guard (`lock_owned`, `acquire_owned`) can be kept: it stays held until the call is resumed or dropped"
)]
pub trait NotHeldAcrossAwaits<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Drained, Borrowed, Kept>(_: Asked<Self, Drained, Borrowed, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for a guard that is a temporary.
#[diagnostic::on_unimplemented(
    message = "a temporary `{Self}` is held to the end of a statement that awaits [guard-across-await]",
    label = "released before the await, for a checkpoint cannot hold it",
    note = "put what is needed of it into a local first: `let value = ..;`",
    note = "an owned guard (`lock_owned`, `acquire_owned`) in a local can be held across the await"
)]
pub trait EndsBeforeAwaits<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Drained, Borrowed, Kept>(_: Asked<Self, Drained, Borrowed, Kept>)
    where
        Self: Sized,
    {
    }
}

/// A temporary of a statement that awaits later. `ask` is never called: its body asks for what type it
/// is.
#[inline]
pub fn temporary<T>(value: T, _ask: fn(Noted<T>)) -> T {
    value
}

macro_rules! guards {
    ($($(#[$meta:meta])* [$($generics:tt)*] $Guard:ty;)*) => {$(
        $(#[$meta])*
        impl<$($generics)*> Guard for $Guard {}
    )*};
}

guards! {
    [T: ?Sized] Ref<'_, T>;
    [T: ?Sized] RefMut<'_, T>;
    [G: Guard] Option<G>;
    [G: Guard, E] Result<G, E>;
    #[cfg(feature = "alloc")]
    [G: Guard + ?Sized] alloc::boxed::Box<G>;
}

#[cfg(feature = "std")]
guards! {
    [T: ?Sized] std::sync::MutexGuard<'_, T>;
    [T: ?Sized] std::sync::RwLockReadGuard<'_, T>;
    [T: ?Sized] std::sync::RwLockWriteGuard<'_, T>;
}

#[cfg(feature = "tokio")]
guards! {
    [T: ?Sized] tokio::sync::MutexGuard<'_, T>;
    [T: ?Sized] tokio::sync::MappedMutexGuard<'_, T>;
    [T: ?Sized] tokio::sync::RwLockReadGuard<'_, T>;
    [T: ?Sized] tokio::sync::RwLockWriteGuard<'_, T>;
    [T: ?Sized] tokio::sync::RwLockMappedWriteGuard<'_, T>;
    [] tokio::sync::SemaphorePermit<'_>;
    [T] tokio::sync::mpsc::Permit<'_, T>;
    [T] tokio::sync::mpsc::PermitIterator<'_, T>;
    [T] tokio::sync::watch::Ref<'_, T>;
    [] tokio::runtime::EnterGuard<'_>;
}

#[cfg(feature = "futures")]
guards! {
    [T: ?Sized] futures_util::lock::MutexGuard<'_, T>;
    [T: ?Sized, U: ?Sized] futures_util::lock::MappedMutexGuard<'_, T, U>;
}

#[cfg(feature = "async-lock")]
guards! {
    [T: ?Sized] async_lock::MutexGuard<'_, T>;
    [T: ?Sized] async_lock::RwLockReadGuard<'_, T>;
    [T: ?Sized] async_lock::RwLockUpgradableReadGuard<'_, T>;
    [T: ?Sized] async_lock::RwLockWriteGuard<'_, T>;
    [] async_lock::SemaphoreGuard<'_>;
}

#[cfg(feature = "lock_api")]
guards! {
    [R: lock_api::RawMutex, T: ?Sized] lock_api::MutexGuard<'_, R, T>;
    [R: lock_api::RawMutex, T: ?Sized] lock_api::MappedMutexGuard<'_, R, T>;
    [R: lock_api::RawMutex, G: lock_api::GetThreadId, T: ?Sized] lock_api::ReentrantMutexGuard<'_, R, G, T>;
    [R: lock_api::RawRwLock, T: ?Sized] lock_api::RwLockReadGuard<'_, R, T>;
    [R: lock_api::RawRwLock, T: ?Sized] lock_api::RwLockWriteGuard<'_, R, T>;
    [R: lock_api::RawRwLockUpgrade, T: ?Sized] lock_api::RwLockUpgradableReadGuard<'_, R, T>;
    [R: lock_api::RawRwLock, T: ?Sized] lock_api::MappedRwLockReadGuard<'_, R, T>;
    [R: lock_api::RawRwLock, T: ?Sized] lock_api::MappedRwLockWriteGuard<'_, R, T>;
}

#[cfg(feature = "tracing")]
guards! {
    [] tracing::span::Entered<'_>;
}
