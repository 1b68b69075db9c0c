//! The operands of what is awaited: which of them may be evaluated again, and where the others are
//! until they are handed over.

use core::borrow::BorrowMut;

use crate::pending::Noted;

/// A value that stays where it is when it is passed to a future by value.
#[diagnostic::on_unimplemented(
    message = "this value is moved into the awaited future, and is lost with it on cancel [moved-into-await]",
    label = "`{Self}` is moved here",
    note = "pass a reference or a clone; what is built of it, build before: `let message = Message(value);`, and \
            pass `&message`",
    note = "or, if it borrows nothing, keep the future itself: `let mut call = Box::pin(..); (&mut call).await`"
)]
pub trait Repeatable {
    /// Called by generated code to ask about an operand of an awaited call.
    #[doc(hidden)]
    #[inline]
    fn __checked(&self) {}

    /// The value once more.
    #[doc(hidden)]
    fn __again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Copy> Repeatable for T {
    #[inline]
    fn __again(&self) -> T {
        *self
    }
}

/// A slot. What a call expects of what is in it does not say of what type that is: so of an operand of
/// another type, nothing is said but that.
pub trait Waits {
    /// What waits in it.
    type Value;

    /// The slot itself.
    fn __slot(&mut self) -> &mut Option<Self::Value>;
}

impl<T> Waits for Option<T> {
    type Value = T;

    #[inline]
    fn __slot(&mut self) -> &mut Option<T> {
        self
    }
}

/// Copies an operand out of its slot.
///
/// # Panics
///
/// When the slot is empty, which the order of generated code rules out; likewise below.
#[inline]
#[track_caller]
pub fn copy_out<T: Repeatable>(slot: &mut Option<T>) -> T {
    slot.as_ref().expect("cancel-safe: an empty slot; this is a bug in cancel-safe").__again()
}

/// Takes an operand out of its slot.
#[inline]
#[track_caller]
pub fn take_out<T>(slot: &mut Option<T>) -> T {
    slot.take().expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
}

/// Lends an operand in its slot.
#[inline]
#[track_caller]
pub fn lend<T>(slot: &mut Option<T>) -> &mut T {
    slot.as_mut().expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
}

/// An argument that an operation hands over at the last instant: in a slot if it cannot be made
/// again, or else the value itself.
pub trait Handover<T>: Sized {
    /// Where the item is until it is handed over.
    type Slot: BorrowMut<Option<T>>;

    /// The slot, from which the item can be taken, and into which it can be put back.
    fn into_slot(self) -> Self::Slot;

    /// Takes the item.
    ///
    /// # Panics
    ///
    /// When the slot is empty, which the order of generated code rules out.
    #[inline]
    fn hand_over(self) -> T {
        take_out(self.into_slot().borrow_mut())
    }
}

impl<'a, T> Handover<T> for &'a mut Option<T> {
    type Slot = &'a mut Option<T>;

    #[inline]
    fn into_slot(self) -> Self::Slot {
        self
    }
}

impl<T> Handover<T> for T {
    type Slot = Option<T>;

    #[inline]
    fn into_slot(self) -> Option<T> {
        Some(self)
    }
}

/// An item that can be kept in the checkpoint together with the operation that sends it, where
/// the operation does not give it back.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be kept while this channel has no room for it [item-not-kept]",
    label = "the item has to be `Send`, and to own its data",
    note = "the channel does not give a waiting message back, so the checkpoint keeps the whole \
            operation; `try_send` needs nothing of the item"
)]
pub trait Keepable: Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> Keepable for T {}

/// What a call has returned, and with it what was passed to it. If there is no such call, the compiler says
/// so, and nothing of what would have been passed.
pub trait Takes<T> {
    /// The type of what was passed.
    type Passed;

    /// A value of the type that was noted, in code that never runs.
    fn __takes(&self, _: Noted<T>) -> T {
        unreachable!("this only asks about a type")
    }
}

impl<F: ?Sized, T> Takes<T> for F {
    type Passed = T;
}

/// A value of a type that nothing but the value decides: where the compiler expects another, it says so
/// of the value, and not of how it came there.
pub trait Itself {
    /// Its type.
    type Itself;

    /// The value.
    fn itself(self) -> Self::Itself;
}

impl<T> Itself for T {
    type Itself = T;

    #[inline]
    fn itself(self) -> T {
        self
    }
}
