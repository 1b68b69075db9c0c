//! Compiles without the standard library, and without an allocator.

#![no_std]
#![forbid(unsafe_code)]

use core::future::{pending, ready};

use cancel_safe::{CancelSafe, Checkpoint, cancel_safe, safe_select};

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

/// What a branch proves, refers to, and chooses.
pub async fn choose(mut a: impl CancelSafe<Output = u8> + Unpin, b: Option<u8>) -> u8 {
    let ready_or_pending = async |b: Option<u8>| match b {
        Some(b) => ready(b).await,
        None => pending().await,
    };
    safe_select! {
        value = async {
            safe_select! {
                value = &mut a => value,
                () = pending() => 0,
            }
        } => value,
        value = async { match b { Some(b) => ready(b).await, None => pending().await } } => value,
        value = &mut (0, ready(1)).1 => value,
        value = cancel_safe::abandon(ready_or_pending(b)) => value,
    }
}

/// Every saved local has its type written, or is derived again.
#[cancel_safe]
pub async fn sum(items: &[u32], mut sum: u32) -> u32 {
    for item in items {
        let item: u32 = ready(*item).await;
        ready(()).await;
        sum += item;
    }
    sum
}

/// With the checkpoint in a local of a known type.
pub async fn sum_or_nothing(items: &[u32], stop: impl CancelSafe<Output = ()>) -> u32 {
    let mut pending: SumCheckpoint = Checkpoint::with(0);
    safe_select! { sum = sum(&mut pending, items) => sum, _ = stop => 0 }
}
