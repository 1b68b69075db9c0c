//! postage.

use std::borrow::BorrowMut;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use postage::sink::{PollSend, SendError, Sink};
use postage::stream::Stream;

use super::Row;
use super::declare::{catalogue, named};
use crate::operand::{Handover, take_out};
use crate::progress::Progress;

pub(super) const LISTS: &[&[Row]] = &[ROWS];

catalogue! { ROWS "postage 0.5" Foreign:
    "postage::stream::Stream" [S: Stream + Unpin + ?Sized] S: recv => yields(Option<S::Item>);
    "postage::sink::Sink" [S: Sink + Unpin + ?Sized] S: send => resumes(Send);
}

named! {
    [S: Sink + ?Sized] Send = postage::sink::SendFuture<'_, S>, of S;
}

crate::declare! {
    /// The item is given back each time that the channel has no room for it.
    pub struct Send: unique_of_named(item),
    "`postage::sink::Sink::send` is not cancel-safe: the message is lost if another branch wins \
     before there is room for it",
    "here, use `try_send`";
}

impl Send {
    /// Sends the item.
    pub fn resume1<S: Sink + Unpin + ?Sized>(
        self,
        sink: &mut S,
        item: impl Handover<S::Item>,
        _: &mut Progress,
    ) -> impl Future<Output = Result<(), SendError<S::Item>>> {
        let mut slot = item.into_slot();
        poll_fn(move |cx| {
            let item = take_out(slot.borrow_mut());
            match Pin::new(&mut *sink).poll_send(&mut cx.into(), item) {
                PollSend::Ready => Poll::Ready(Ok(())),
                PollSend::Pending(item) => {
                    *slot.borrow_mut() = Some(item);
                    Poll::Pending
                }
                PollSend::Rejected(item) => Poll::Ready(Err(SendError(item))),
            }
        })
    }
}
