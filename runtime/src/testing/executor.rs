//! What the calls run on.

use alloc::sync::Arc;
use alloc::task::Wake;
use core::future::{Future, poll_fn};
use core::mem;
use core::pin::{Pin, pin};
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, Waker};

use super::schedule::Manner;

#[cfg(feature = "tokio")]
use super::tokio::Tokio;

/// A place to run on.
#[derive(Clone, Debug)]
pub(super) enum Executor {
    /// No runtime. The thread is all there is, so a call that waits, and has not been woken by
    /// the time its poll returns, waits for ever.
    Bare,
    #[cfg(feature = "tokio")]
    Tokio(Tokio),
}

impl Executor {
    pub(super) fn block_on<F: Future>(&self, future: F) -> F::Output {
        match self {
            Executor::Bare => {
                let mut cx = Context::from_waker(Waker::noop());
                match pin!(future).poll(&mut cx) {
                    Poll::Ready(output) => output,
                    Poll::Pending => unreachable!("`until_at_rest` does not wait"),
                }
            }
            #[cfg(feature = "tokio")]
            Executor::Tokio(tokio) => tokio.block_on(future),
        }
    }

    /// The output of `future`, or `None` when it will never be woken again.
    pub(super) async fn until_at_rest<F: Future>(&self, future: Pin<&mut F>) -> Option<F::Output> {
        match self {
            Executor::Bare => poll_until_at_rest(future),
            #[cfg(feature = "tokio")]
            Executor::Tokio(tokio) => tokio.until_at_rest(future).await,
        }
    }

    /// Lets time pass between a cancel and the next call.
    pub(super) async fn between_calls(&self, manner: Manner) {
        match (self, manner) {
            // That the cancelled call had been woken must not count for the next one.
            (Executor::Bare, _) => yield_to_executor().await,
            #[cfg(feature = "tokio")]
            (Executor::Tokio(_), Manner::Waiting) => {}
            #[cfg(feature = "tokio")]
            (Executor::Tokio(_), Manner::Eager) => tokio::task::yield_now().await,
        }
    }

    /// Runs the other tasks until they have nothing left to do.
    pub(super) async fn settle(&self) {
        match self {
            Executor::Bare => {}
            #[cfg(feature = "tokio")]
            Executor::Tokio(tokio) => tokio.settle().await,
        }
    }

    /// Prepares a poll of the call.
    #[cfg_attr(not(feature = "tokio"), allow(unused_variables))]
    pub(super) fn before_poll(&self, manner: Manner, cx: &mut Context<'_>) {
        match self {
            Executor::Bare => {}
            #[cfg(feature = "tokio")]
            Executor::Tokio(tokio) => tokio.before_poll(manner, cx),
        }
    }
}

fn poll_until_at_rest<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    let woken = Arc::new(Woken(AtomicBool::new(true)));
    let waker = Waker::from(Arc::clone(&woken));
    let mut cx = Context::from_waker(&waker);
    while woken.0.swap(false, Ordering::Relaxed) {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return Some(output);
        }
    }
    None
}

async fn yield_to_executor() {
    let mut yielded = false;
    poll_fn(|cx| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
