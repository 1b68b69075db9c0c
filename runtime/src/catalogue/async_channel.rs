//! async-channel.

use std::boxed::Box;
use std::future::Future;
use std::pin::Pin;

use async_channel::{Closed, Recv, SendError, Sender, TrySendError};

use super::Row;
use super::declare::{cancel_safe, catalogue};
use super::sending::Sending;
use crate::operand::{Handover, Keepable};
use crate::progress::Progress;

pub(super) const LISTS: &[&[Row]] = &[ROWS, FUTURES];

cancel_safe! { FUTURES "async-channel 2.5" Safe:
    "async_channel::Receiver::recv" [T] Recv<'_, T>;
    "async_channel::Sender::closed" [T] Closed<'_, T>;
}

catalogue! { ROWS "async-channel 2.5" Inherent:
    "async_channel::Sender" [T] Sender<T>: send => resumes(Send);
}

crate::declare! {
    /// Where there is no room, the message and its place in the queue are kept.
    pub struct Send: shared(item),
    "`async_channel::Sender::send` is not cancel-safe: the message is lost if another branch \
     wins before there is room for it",
    "here, use `try_send`, or keep the future outside and await `&mut future`";
}

type Kept<T> = Pin<Box<dyn Future<Output = Result<(), SendError<T>>> + core::marker::Send>>;

impl Send {
    /// Sends the item.
    pub fn resume1<'a, T: Keepable>(
        self,
        sender: &Sender<T>,
        item: impl Handover<T>,
        progress: &'a mut Progress,
    ) -> Sending<'a, Result<(), SendError<T>>> {
        if !matches!(progress, Progress::Kept(_)) {
            match sender.try_send(item.hand_over()) {
                Ok(()) => return Sending::done(Ok(())),
                Err(TrySendError::Closed(item)) => return Sending::done(Err(SendError(item))),
                // The future has no way to give the message back.
                Err(TrySendError::Full(item)) => {
                    let sender = sender.clone();
                    let sending: Kept<T> = Box::pin(async move { sender.send(item).await });
                    progress.keep(sending);
                }
            }
        }
        Sending::kept(progress, |progress, cx| progress.poll_kept::<Kept<T>>(cx))
    }
}
