//! The waker that means "this is the last poll".

use core::ptr;
use core::task::{Context, RawWaker, RawWakerVTable, Waker};

/// Its address is the message. A `u8`, because a zero-sized static has no address of its own.
static LAST_POLL: u8 = 0;

const VTABLE: RawWakerVTable = RawWakerVTable::new(|_| raw(), |_| {}, |_| {}, |_| {});

const fn raw() -> RawWaker {
    RawWaker::new(&raw const LAST_POLL as *const (), &VTABLE)
}

/// The waker of a last poll. Waking it does nothing.
pub(crate) fn last_poll() -> Waker {
    // SAFETY: no function of the vtable reads through the data pointer, so the contract of
    // `RawWaker` (valid data, thread-safe functions) holds for any pointer.
    unsafe { Waker::from_raw(raw()) }
}

/// Whether this poll is the last one: the future is being dropped, and only asks to be saved.
#[inline]
pub(crate) fn is_last_poll(cx: &Context<'_>) -> bool {
    ptr::eq(cx.waker().data(), &raw const LAST_POLL as *const ())
}
