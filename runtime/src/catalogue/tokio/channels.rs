//! `tokio::sync`: the channels.

use std::future::{Future, poll_fn};
use std::task::{Context, Poll, ready};

use tokio::sync::mpsc::error::{SendError, TrySendError};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::coop;

use crate::catalogue::declare::catalogue;
use crate::operand::Handover;
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
        "`mpsc::Sender::reserve_owned` is not cancel-safe: the `Sender`, which is passed by \
         value, is lost if another branch wins",
        "use `reserve`, or write `requeue(tx.clone().reserve_owned())`"
    );
    "tokio::sync::mpsc::Sender" [T] mpsc::Sender<T>: send_timeout => loses(
        "`mpsc::Sender::send_timeout` is not cancel-safe: its own timeout gives the message \
         back, but if another branch wins it is lost",
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
        "a `oneshot::Receiver` that is awaited by value is not cancel-safe: the message is lost \
         with the receiver if another branch wins",
        "keep the receiver outside, and await `&mut receiver`; where the message is not wanted any \
         more, `abandon(..)`"
    );
}

crate::declare! {
    /// The item stays in its slot until there is a permit to send it.
    pub struct Send: shared(item),
    "`mpsc::Sender::send` is not cancel-safe: the message is lost if another branch wins before \
     there is room for it",
    "here, write `requeue(tx.reserve())`, and send through the permit in the handler";
}

impl Send {
    /// Sends the item.
    pub fn resume1<T>(
        self,
        sender: &mpsc::Sender<T>,
        item: impl Handover<T>,
        _: &mut Progress,
    ) -> impl Future<Output = Result<(), SendError<T>>> {
        // Without a queue where there is room, but within the cooperative budget as `reserve` is.
        let attempt = move |cx: &mut Context<'_>| {
            let budget = ready!(coop::poll_proceed(cx));
            let permit = match sender.try_reserve() {
                Ok(permit) => Some(permit),
                Err(TrySendError::Closed(())) => None,
                // It is `reserve` that spends the budget.
                Err(TrySendError::Full(())) => return Poll::Ready(None),
            };
            budget.made_progress();
            Poll::Ready(Some(permit))
        };
        // A block, since an `async fn` holds its arguments twice.
        async move {
            let permit = match poll_fn(attempt).await {
                Some(permit) => permit,
                None => sender.reserve().await.ok(),
            };
            send(permit, item)
        }
    }
}

fn send<T>(
    permit: Option<mpsc::Permit<'_, T>>,
    item: impl Handover<T>,
) -> Result<(), SendError<T>> {
    match permit {
        Some(permit) => {
            permit.send(item.hand_over());
            Ok(())
        }
        None => Err(SendError(item.hand_over())),
    }
}
