//! Makes I/O that could go on at once wait before each byte and each item.

#[cfg(feature = "futures")]
mod futures;
#[cfg(feature = "tokio")]
mod tokio;

use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::decider::{Readiness, readiness};

pin_project! {
    /// Lets through one byte or one item at a time, and waits before each.
    ///
    /// Mocks are ready at once: a function that reads from a slice never waits, so that there is
    /// no place to cancel it. Wrapped in this, it waits before every byte, and no read and no
    /// write is of more than one. It implements what it wraps: `AsyncRead`, `AsyncBufRead` and
    /// `AsyncWrite` of tokio (feature `tokio`), and those of futures, `Stream` and `Sink`
    /// (feature `futures`).
    ///
    /// In a [`check`](super::check) each wait is a suspension at which the call may be cancelled,
    /// and the schedule may also leave a wait out.
    #[cfg_attr(feature = "tokio", doc = "```")]
    #[cfg_attr(not(feature = "tokio"), doc = "```ignore (needs the feature `tokio`)")]
    /// use cancel_safe::testing::{Check, Trickle};
    /// use tokio::io::{AsyncRead, AsyncReadExt};
    ///
    /// async fn read_word(input: &mut (impl AsyncRead + Unpin)) -> [u8; 4] {
    ///     let mut word = [0; 4];
    ///     input.read_exact(&mut word).await.unwrap();
    ///     word
    /// }
    ///
    /// let failure = Check::new()
    ///     .try_run(|_log| Trickle::new(&b"words"[..]), async |input| read_word(input).await)
    ///     .unwrap_err();
    /// // The first byte has been read by then, and is lost.
    /// assert_eq!(failure.schedule().to_string(), "cancelled at suspension 2");
    /// ```
    #[derive(Clone, Debug)]
    pub struct Trickle<T> {
        #[pin]
        inner: T,
        gate: Gate,
    }
}

impl<T> Trickle<T> {
    /// Wraps a reader, writer, stream or sink.
    pub fn new(inner: T) -> Self {
        Trickle { inner, gate: Gate::default() }
    }

    /// What is wrapped.
    pub fn get_ref(&self) -> &T {
        &self.inner
    }

    /// What is wrapped.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.inner
    }

    /// What is wrapped.
    pub fn into_inner(self) -> T {
        self.inner
    }
}

/// Closed before each operation, and opened by waiting.
#[derive(Clone, Debug, Default)]
struct Gate {
    open: bool,
}

impl Gate {
    #[cfg_attr(not(any(feature = "futures", feature = "tokio")), allow(dead_code))]
    fn poll_pass(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if core::mem::take(&mut self.open) {
            return Poll::Ready(());
        }
        match readiness() {
            Readiness::Now => return Poll::Ready(()),
            Readiness::Later => self.open = true,
            // The next call waits here again, so that it too can be cancelled here.
            Readiness::Dropped => {}
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
