//! The lanes of the catalogue, in the order in which they are asked.
//!
//! Two ecosystems may have the same method on traits of their own (`read` on two `AsyncRead`s),
//! and the compiler cannot know that no type implements both. So each has a lane, in which its
//! blanket implementations of [`Audited`](crate::probe::Audited) do not meet those of the others.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, rc::Rc, sync::Arc};
use core::cell::{Ref, RefMut};
use core::marker::PhantomData;
use core::ops::Deref;
use core::pin::Pin;

use crate::marks::Marked;
use crate::probe::{AWAIT, Audited, End, Probe};
use crate::verdict::{ByType, Verdict};

/// An `Arc` of a type, for operations that can keep a clone of it. First, since an `Arc` has the
/// operations of what it points to as well.
#[derive(Debug)]
pub enum Arcs {}

/// Types by name: inherent methods, which Rust prefers to those of traits.
#[derive(Debug)]
pub enum Inherent {}

/// What another lane says of the value behind a guard. References and boxes have the traits of
/// what they point to; a guard has not.
#[derive(Debug)]
pub struct Behind<Lane>(PhantomData<Lane>);

macro_rules! chain {
    ($Lane:ty => $Next:ident) => {
        impl<const METHOD: u64, R: ?Sized> Deref for Probe<METHOD, R, $Lane> {
            type Target = $Next<METHOD, R>;

            #[inline]
            fn deref(&self) -> &Self::Target {
                &$Next::<METHOD, R>::NEW
            }
        }
    };
}

/// A lane, and the same behind guards. One in which no feature has rows is left out, for the compiler
/// goes down the whole chain with each question; and where it is left out it does not exist, so that no
/// row can be in it.
macro_rules! lane {
    (
        $(#[$meta:meta])* $Lane:ident if $features:meta:
        $This:ident then $Next:ident, $Behind:ident then $NextBehind:ident
    ) => {
        $(#[$meta])*
        #[cfg($features)]
        #[derive(Debug)]
        pub enum $Lane {}

        #[cfg($features)]
        type $This<const METHOD: u64, R> = Probe<METHOD, R, $Lane>;
        #[cfg($features)]
        chain!($Lane => $Next);
        #[cfg(not($features))]
        type $This<const METHOD: u64, R> = $Next<METHOD, R>;

        #[cfg($features)]
        type $Behind<const METHOD: u64, R> = Probe<METHOD, R, Behind<$Lane>>;
        #[cfg($features)]
        chain!(Behind<$Lane> => $NextBehind);
        #[cfg(not($features))]
        type $Behind<const METHOD: u64, R> = $NextBehind<METHOD, R>;
    };
}

type ByName<const METHOD: u64, R> = Probe<METHOD, R, Inherent>;
chain!(Arcs => ByName);
chain!(Inherent => OfTokio);

lane! {
    /// The traits of tokio.
    Tokio if feature = "tokio":
    OfTokio then OfFutures, BehindTokio then BehindFutures
}
lane! {
    /// The traits of the futures crates.
    Futures if feature = "futures":
    OfFutures then OfStreams, BehindFutures then BehindStreams
}
lane! {
    /// The traits that more than one crate extends with the same methods.
    Streams if any(feature = "futures-lite", feature = "tokio-stream"):
    OfStreams then OfOthers, BehindStreams then BehindOthers
}
lane! {
    /// The traits of all others.
    Foreign if any(
        feature = "async-io",
        feature = "async-lock",
        feature = "async-task",
        feature = "embassy-time",
        feature = "event-listener",
        feature = "futures-lite",
        feature = "futures-timer",
        feature = "h2",
        feature = "http-body-util",
        feature = "hyper",
        feature = "oneshot",
        feature = "postage",
        feature = "quinn"
    ):
    OfOthers then BehindTokio, BehindOthers then End
}

impl<const METHOD: u64, R: Audited<METHOD, Arcs> + ?Sized> Audited<METHOD, Arcs> for &R {
    type Verdict = R::Verdict;
}

impl<const METHOD: u64, R: Audited<METHOD, Arcs> + ?Sized> Audited<METHOD, Arcs> for &mut R {
    type Verdict = R::Verdict;
}

/// A future that is marked already. In the first lane, so that no other is asked about it.
impl<F> Audited<AWAIT, Arcs> for Marked<F> {
    type Verdict = ByType;
}

// A pointer has the methods of what it points to.
macro_rules! peel {
    ($([$($generics:tt)*] $Pointer:ty),* $(,)?) => {$(
        impl<const METHOD: u64, $($generics)*> Audited<METHOD> for $Pointer
        where
            R: Audited<METHOD>,
        {
            type Verdict = R::Verdict;
        }
    )*};
}

peel! { [R: ?Sized] &R, [R: ?Sized] &mut R, [R] Pin<R> }
#[cfg(feature = "alloc")]
peel! { [R: ?Sized] Box<R>, [R: ?Sized] Rc<R>, [R: ?Sized] Arc<R> }

macro_rules! guards {
    ($([$($generics:tt)*] $Guard:ty),* $(,)?) => {$(
        peel! { [$($generics)*] $Guard }

        impl<const METHOD: u64, Lane, $($generics)*> Audited<METHOD, Behind<Lane>> for $Guard
        where
            R: Audited<METHOD, Lane, Verdict: Verdict>,
        {
            type Verdict = <R::Verdict as Verdict>::InGuard;
        }
    )*};
}

impl<const METHOD: u64, Lane, R> Audited<METHOD, Behind<Lane>> for &mut R
where
    R: Audited<METHOD, Behind<Lane>> + ?Sized,
{
    type Verdict = R::Verdict;
}

guards! { [R: ?Sized] Ref<'_, R>, [R: ?Sized] RefMut<'_, R> }
#[cfg(feature = "std")]
guards! {
    [R: ?Sized] std::sync::MutexGuard<'_, R>,
    [R: ?Sized] std::sync::RwLockReadGuard<'_, R>,
    [R: ?Sized] std::sync::RwLockWriteGuard<'_, R>,
}
#[cfg(feature = "tokio")]
guards! {
    [R: ?Sized] tokio::sync::MutexGuard<'_, R>,
    [R: ?Sized] tokio::sync::MappedMutexGuard<'_, R>,
    [R: ?Sized] tokio::sync::OwnedMutexGuard<R>,
    [T: ?Sized, R: ?Sized] tokio::sync::OwnedMappedMutexGuard<T, R>,
    [R: ?Sized] tokio::sync::RwLockReadGuard<'_, R>,
    [R: ?Sized] tokio::sync::RwLockWriteGuard<'_, R>,
    [R: ?Sized] tokio::sync::RwLockMappedWriteGuard<'_, R>,
    [T: ?Sized, R: ?Sized] tokio::sync::OwnedRwLockReadGuard<T, R>,
    [R: ?Sized] tokio::sync::OwnedRwLockWriteGuard<R>,
    [T: ?Sized, R: ?Sized] tokio::sync::OwnedRwLockMappedWriteGuard<T, R>,
}
#[cfg(feature = "futures")]
guards! {
    [R: ?Sized] futures_util::lock::MutexGuard<'_, R>,
    [T: ?Sized, R: ?Sized] futures_util::lock::MappedMutexGuard<'_, T, R>,
    [R: ?Sized] futures_util::lock::OwnedMutexGuard<R>,
}
#[cfg(feature = "async-lock")]
guards! {
    [R: ?Sized] async_lock::MutexGuard<'_, R>,
    [R: ?Sized] async_lock::MutexGuardArc<R>,
    [R: ?Sized] async_lock::RwLockReadGuard<'_, R>,
    [R] async_lock::RwLockReadGuardArc<R>,
    [R: ?Sized] async_lock::RwLockWriteGuard<'_, R>,
    [R: ?Sized] async_lock::RwLockWriteGuardArc<R>,
}
