//! `tokio::sync`.

use std::future::{Future, poll_fn};
use std::task::{Poll, ready};

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::{SendError, TrySendError};
use tokio::task::coop;

use crate::catalogue::declare::{catalogue, resumes};
use crate::probe::Handover;
use crate::progress::Progress;

resumes! {
    /// The item stays in its slot until there is a permit to send it.
    shared Send(item)
    "`mpsc::Sender::send` is not cancel-safe",
    "the message is lost if another branch wins before there is room for it",
    "here, write `reserve()` and send through the permit in the handler"
}

impl Send {
    /// The same, with the arguments in a tuple.
    pub fn resume<T>(
        self,
        sender: &mpsc::Sender<T>,
        (item,): (impl Handover<T>,),
        progress: &mut Progress,
    ) -> impl Future<Output = Result<(), SendError<T>>> {
        self.resume1(sender, item, progress)
    }

    /// Sends the item.
    pub async fn resume1<T>(
        self,
        sender: &mpsc::Sender<T>,
        mut item: impl Handover<T>,
        _: &mut Progress,
    ) -> Result<(), SendError<T>> {
        match reserve(sender).await {
            Ok(permit) => {
                permit.send(item.take());
                Ok(())
            }
            Err(_) => Err(SendError(item.take())),
        }
    }
}

/// Like the method of the same name, but without a queue where there is room. It takes part in
/// the cooperative budget as that does.
async fn reserve<T>(sender: &mpsc::Sender<T>) -> Result<mpsc::Permit<'_, T>, TrySendError<()>> {
    let attempt = poll_fn(|cx| {
        let budget = ready!(coop::poll_proceed(cx));
        let attempt = sender.try_reserve();
        // Where there is no room, `reserve` spends it.
        if !matches!(attempt, Err(TrySendError::Full(()))) {
            budget.made_progress();
        }
        Poll::Ready(attempt)
    });
    match attempt.await {
        Err(TrySendError::Full(())) => sender.reserve().await.map_err(|_| TrySendError::Closed(())),
        result => result,
    }
}

catalogue! { ROWS "tokio 1.54" Inherent:
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: send => resumes(Send);
    "tokio::sync::mpsc::Receiver" [T] mpsc::Receiver<T>: recv, recv_many => safe;
}
