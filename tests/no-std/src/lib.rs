//! Compiles without the standard library, and without an allocator.

#![no_std]
#![forbid(unsafe_code)]

use core::future::{pending, ready};

use cancel_safe::{CancelSafe, safe_select};

/// Fair, with a condition, a pattern and a way on.
pub async fn first(a: impl CancelSafe<Output = u8>, b: impl CancelSafe<Output = Option<u8>>) -> u8 {
    let open = true;
    safe_select! {
        value = a => value,
        Some(value) = b, if open => value,
        else => 0,
    }
}

/// Outside of an async function.
pub fn poll() -> u8 {
    safe_select! { biased; value = ready(1) => value, _ = pending::<()>() => 2, default => 3 }
}
