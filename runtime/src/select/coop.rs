//! The budget of a tokio task.

use core::task::{Context, Poll};

/// Waits where the task has used its budget up: the branches of tokio would not make progress,
/// and the others would not let it return.
#[cfg(feature = "tokio")]
#[inline]
pub fn poll_budget(cx: &mut Context<'_>) -> Poll<()> {
    use core::future::Future as _;

    if tokio::task::coop::has_budget_remaining() {
        return Poll::Ready(());
    }
    // Without a budget it consumes none, but sees to it that the task is woken.
    core::pin::pin!(tokio::task::coop::consume_budget()).poll(cx)
}

/// Without tokio there is no budget.
#[cfg(not(feature = "tokio"))]
#[inline]
pub fn poll_budget(_: &mut Context<'_>) -> Poll<()> {
    Poll::Ready(())
}
