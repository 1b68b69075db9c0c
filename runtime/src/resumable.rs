//! The future of an annotated function: the body, and one last poll when it is dropped.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::checkpoint::{Checkpoint, Frame, Status};
use crate::marks::CancelSafe;
use crate::waker;

pin_project! {
    /// Wraps the body of an annotated function.
    ///
    /// Dropped while it waits, it polls the body once more with the waker that every await point
    /// knows, upon which the body moves its locals into the checkpoint.
    #[must_use = "futures do nothing unless polled"]
    pub struct Resumable<'a, F: Frame, B: Future> {
        status: &'a mut Status,
        #[pin]
        body: B,
        frame: PhantomData<fn() -> F>,
    }

    impl<F: Frame, B: Future> PinnedDrop for Resumable<'_, F, B> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if **this.status != Status::Waiting {
                return;
            }
            // Running, so that a body that panics here leaves the checkpoint poisoned.
            **this.status = Status::Running;
            let waker = waker::last_poll();
            // A body that ends here did so past an await that the macro could not see, and its
            // output is lost. It has written no await point, which is what poisons.
            let _ = this.body.poll(&mut Context::from_waker(&waker));
            **this.status = Status::Suspended;
        }
    }
}

impl<'a, F: Frame, B: Future> Resumable<'a, F, B> {
    /// Wraps `body`, which works on the checkpoint that `status` belongs to.
    pub fn new(status: &'a mut Status, body: B) -> Self {
        Resumable { status, body, frame: PhantomData }
    }
}

impl<F: Frame, B: Future> Future for Resumable<'_, F, B> {
    type Output = B::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        let this = self.project();
        **this.status = Status::Running;
        let poll = this.body.poll(cx);
        **this.status = match poll {
            Poll::Ready(_) => Checkpoint::<F>::DONE,
            Poll::Pending => Status::Waiting,
        };
        poll
    }
}

#[diagnostic::do_not_recommend]
impl<F: Frame, B: Future> CancelSafe for Resumable<'_, F, B> {}

pin_project! {
    /// The future of a function that keeps its checkpoint in a field. The body puts it back there
    /// when it ends, and on the last poll.
    #[must_use = "futures do nothing unless polled"]
    pub struct Stored<B: Future> {
        waiting: bool,
        #[pin]
        body: B,
    }

    impl<B: Future> PinnedDrop for Stored<B> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if *this.waiting {
                let waker = waker::last_poll();
                let _ = this.body.poll(&mut Context::from_waker(&waker));
            }
        }
    }
}

impl<B: Future> Stored<B> {
    /// Wraps `body`, which owns its checkpoint while it runs.
    pub fn new(body: B) -> Self {
        Stored { waiting: false, body }
    }
}

impl<B: Future> Future for Stored<B> {
    type Output = B::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        let this = self.project();
        // A body that panics is not polled again.
        *this.waiting = false;
        let poll = this.body.poll(cx);
        *this.waiting = poll.is_pending();
        poll
    }
}

#[diagnostic::do_not_recommend]
impl<B: Future> CancelSafe for Stored<B> {}
