//! A send whose message nobody gives back: the checkpoint keeps the whole operation.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::progress::Progress;

/// The rest of a send. Its type asks nothing of the message, so that a message that cannot be kept
/// is refused once, where it is passed.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Sending<'a, O>(State<'a, O>);

#[derive(Debug)]
enum State<'a, O> {
    Done(Option<O>),
    Kept { progress: &'a mut Progress, poll: PollKept<O> },
}

type PollKept<O> = fn(&mut Progress, &mut Context<'_>) -> Poll<O>;

impl<'a, O> Sending<'a, O> {
    pub(super) fn done(output: O) -> Self {
        Sending(State::Done(Some(output)))
    }

    pub(super) fn kept(progress: &'a mut Progress, poll: PollKept<O>) -> Self {
        Sending(State::Kept { progress, poll })
    }
}

// Nothing in it is pinned.
impl<O> Unpin for Sending<'_, O> {}

impl<O> Future for Sending<'_, O> {
    type Output = O;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<O> {
        match &mut self.0 {
            State::Done(output) => Poll::Ready(output.take().expect("polled after it was ready")),
            State::Kept { progress, poll } => poll(progress, cx),
        }
    }
}
