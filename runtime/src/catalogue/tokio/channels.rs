//! `tokio::sync`: the channels.

use std::future::{Future, poll_fn};
use std::task::{Poll, ready};

use tokio::sync::mpsc::error::{SendError, TrySendError};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::coop;

use crate::catalogue::declare::catalogue;
use crate::probe::Handover;
use crate::progress::Progress;

catalogue! { ROWS "tokio 1.54" Inherent:
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: send => resumes(Send);
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: closed => safe;
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: reserve => queues(
        "`mpsc::Sender::reserve` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: reserve_many => queues(
        "`mpsc::Sender::reserve_many` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: reserve_owned => loses(
        "`mpsc::Sender::reserve_owned` is not cancel-safe",
        "the `Sender`, which is passed by value, is lost if another branch wins",
        "use `reserve`, or write `requeue(tx.clone().reserve_owned())`"
    );
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: send_timeout => loses(
        "`mpsc::Sender::send_timeout` is not cancel-safe",
        "its own timeout gives the message back, but if another branch wins it is lost",
        "put the timeout around `reserve`, and send through the permit"
    );
    "tokio::sync::mpsc::Receiver" [T] mpsc::Receiver<T>: recv, recv_many => safe;
    "tokio::sync::mpsc::UnboundedReceiver" [T] mpsc::UnboundedReceiver<T>:
        recv, recv_many => safe;
    "tokio::sync::mpsc::UnboundedSender" [T] mpsc::UnboundedSender<T>: closed => safe;
    "tokio::sync::broadcast::Receiver" [T] broadcast::Receiver<T>: recv => safe;
    "tokio::sync::broadcast::Sender" [T] broadcast::Sender<T>: closed => safe;
    "tokio::sync::oneshot::Sender" [T] oneshot::Sender<T>: closed => safe;
    "tokio::sync::watch::Receiver" [T] watch::Receiver<T>: changed, wait_for => safe;
    "tokio::sync::watch::Sender" [T] watch::Sender<T>: closed => safe;
}

catalogue! { FUTURES "tokio 1.54" Tokio:
    "tokio::sync::oneshot::Receiver" [T] oneshot::Receiver<T>: await => loses(
        "a `oneshot::Receiver` that is awaited by value is not cancel-safe",
        "the message is lost with the receiver if another branch wins",
        "keep the receiver outside, and await `&mut receiver`"
    );
}

crate::declare! {
    /// The item stays in its slot until there is a permit to send it.
    pub struct Send: shared(item),
    "`mpsc::Sender::send` is not cancel-safe",
    "the message is lost if another branch wins before there is room for it",
    "here, write `requeue(tx.reserve())`, and send through the permit in the handler";
}

impl Send {
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

    /// The same, with the arguments in a tuple.
    pub fn resume<T>(
        self,
        sender: &mpsc::Sender<T>,
        (item,): (impl Handover<T>,),
        progress: &mut Progress,
    ) -> impl Future<Output = Result<(), SendError<T>>> {
        self.resume1(sender, item, progress)
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
