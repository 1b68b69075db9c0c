//! What generated code names. Not part of the public interface: it changes without notice.

#[cfg(feature = "alloc")]
pub use alloc::boxed::Box;

pub use cancel_safe_macros::__safe_select;
pub use core::mem::drop;

/// The core library. Re-exported as a crate, the compiler would name what is in it by this path.
#[doc(hidden)]
pub mod core {
    pub use ::core::*;
}

pub use crate::catalogue::{BehindGuard, Known, lost_says};
pub use crate::checkpoint::{Arm, AwaitPoint, Checkpoint, Core, Frame, NoneOwned, Status, inner};
pub use crate::counted::Counted;
pub use crate::function::{AuditedFunction, Functions, Otherwise, Same, Sampled, names, same};
pub mod lanes {
    //! The lanes of the catalogue.

    pub use crate::lanes::*;
}
pub use crate::guard::temporary;
pub use crate::leaf::{Cancelled, Leaf, cancelled, leaf, never};
pub use crate::lend::Lend;
pub use crate::marks::{CancelSafe, Marked};
pub use crate::miscalled::Miscalled;
pub use crate::operand::{Itself, Repeatable, Takes, Waits, copy_out, lend, take_out};
pub use crate::pending::{Noted, Slot, passed};
pub use crate::probe::{
    AWAIT, Ask, Audited, End, Probe, Unaudited, method, probe, probe_future, verdict_of,
};
pub use crate::progress::Progress;
pub use crate::refused::Refused;
pub use crate::resumable::{Resumable, Stored};
pub use crate::select::support as select;
#[cfg(feature = "tokio")]
pub use crate::shadowed::tokio_io;
pub use crate::shadowed::{OfNamed, OfTokio, Shadowed};
pub use crate::slot::{Boxed, Show, ShowOpaque, Typed, restore, save, save_rest, show};
pub use crate::verdict::{
    Form, Nope, Safe, SafeYielding, Unknown, Verdict, form, miscalled, not_this_form,
};

/// Its tokens as they are. What is nested too deeply to be parsed at once stands in it.
#[doc(hidden)]
#[macro_export]
macro_rules! __parsed_later {
    ($($tokens:tt)*) => { $($tokens)* };
}
pub use __parsed_later as parsed_later;

/// A bound that makes a return type capture `T` in every edition.
pub trait Captures<T: ?Sized> {}

impl<T: ?Sized, U: ?Sized> Captures<T> for U {}

/// Makes `!` nameable: `<fn() -> ! as Returns>::Output`.
pub trait Returns {
    /// What the function pointer returns.
    type Output;
}

impl<T> Returns for fn() -> T {
    type Output = T;
}

/// A value of any type, for code that never runs.
pub fn unreachable<T>() -> T {
    unreachable!("this only tells the compiler a type")
}

/// What the pattern of an arm has bound.
#[inline]
#[track_caller]
pub fn picked<T>(bindings: Option<T>) -> T {
    bindings.expect("cancel-safe: no bindings; this is a bug in cancel-safe")
}

/// A local that travels from round to round.
#[inline]
#[track_caller]
pub fn carried<T>(local: Option<T>) -> T {
    local.expect("cancel-safe: a round begins without its local; this is a bug in cancel-safe")
}

/// A resumed call is at an await point that its checkpoint does not know.
#[cold]
pub fn lost() -> ! {
    unreachable!("cancel-safe: no such await point; this is a bug in cancel-safe")
}

/// The arguments of a resumed call do not lead to where the call was suspended.
#[cold]
#[track_caller]
pub fn mismatch<F: Frame>(core: &Core<'_, F>) -> ! {
    let name = F::FUNCTION;
    match core.at().checked_sub(1).and_then(|index| F::AWAIT_POINTS.get(index as usize)) {
        Some(point) => panic!(
            "`{name}` was suspended at {point}, which the arguments of this call do not lead to any \
             more: pass the ones it was called with, or `checkpoint.clear()` first"
        ),
        None => lost(),
    }
}

/// A value of the type that another has, where nothing is evaluated.
pub fn value_of<T>(_: &T) -> T {
    unreachable!("this only asks the compiler about a type")
}

/// The place of the first item that is meant. Where there is none, there is no item either.
pub fn place_of<I: Iterator>(mut items: I, mut is_meant: impl FnMut(&I::Item) -> bool) -> usize {
    items.position(|item| is_meant(&item)).unwrap_or(usize::MAX)
}

/// The place of the item that was chosen.
pub fn place_at<I: Iterator<Item: Placed>>(
    chosen: Option<<I::Item as Placed>::Identity>,
    mut items: I,
) -> usize {
    let place = chosen.and_then(|chosen| items.position(|item| item.identity() == chosen));
    place.unwrap_or(usize::MAX)
}

/// Which item was chosen.
pub fn identity_of<P: Placed>(chosen: Option<P>) -> Option<P::Identity> {
    chosen.map(|item| item.identity())
}

/// An item that is borrowed, so that it has an address, or that has a number or a key beside it.
pub trait Placed {
    /// What tells it from the others.
    type Identity: PartialEq;

    /// What tells this one.
    fn identity(&self) -> Self::Identity;
}

impl<T: ?Sized> Placed for &T {
    type Identity = *const ();

    fn identity(&self) -> *const () {
        core::ptr::from_ref::<T>(self).cast()
    }
}

impl<T: ?Sized> Placed for &mut T {
    type Identity = *const ();

    fn identity(&self) -> *const () {
        core::ptr::from_ref::<T>(self).cast()
    }
}

impl Placed for usize {
    type Identity = usize;

    fn identity(&self) -> usize {
        *self
    }
}

impl<A: Placed, B: Placed> Placed for (A, B) {
    type Identity = (A::Identity, B::Identity);

    fn identity(&self) -> Self::Identity {
        (self.0.identity(), self.1.identity())
    }
}

/// Makes what follows unreachable: type-checked, but not checked for borrows, and not compiled.
pub fn nowhere() -> Nope {
    unreachable!("this only asks the compiler about a type")
}
