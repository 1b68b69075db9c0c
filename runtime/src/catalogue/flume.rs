//! flume.

use flume::r#async::{RecvFut, SendFut};
use flume::{SendError, Sender, TrySendError};

use super::Row;
use super::declare::{cancel_safe, catalogue};
use super::sending::Sending;
use crate::operand::{Handover, Keepable};
use crate::progress::Progress;

pub(super) const LISTS: &[&[Row]] = &[ROWS, FUTURES];

cancel_safe! { FUTURES "flume 0.12" Safe:
    "flume::Receiver::recv_async" [T] RecvFut<'_, T>;
}

catalogue! { ROWS "flume 0.12" Inherent:
    "flume::Sender" [T] Sender<T>: send_async => resumes(SendAsync);
    "flume::Sender" [T] Sender<T>: into_send_async => loses(
        "`flume::Sender::into_send_async` is not cancel-safe: the message is lost if another \
         branch wins, and the `Sender`",
        "keep the future outside, and await `&mut future`"
    );
    "flume::Receiver" [T] flume::Receiver<T>: into_recv_async => loses(
        "`flume::Receiver::into_recv_async` is not cancel-safe: the `Receiver` is lost if \
         another branch wins",
        "use `recv_async`"
    );
}

crate::declare! {
    /// Where there is no room, the message and its place in the queue are kept.
    pub struct SendAsync: shared(item),
    "`flume::Sender::send_async` is not cancel-safe: if another branch wins, the message is \
     lost, or has been sent and nobody knows",
    "here, use `try_send`, or keep the future outside and await `&mut future`";
}

impl SendAsync {
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
                Err(TrySendError::Disconnected(item)) => {
                    return Sending::done(Err(SendError(item)));
                }
                // The future has no way to give the message back.
                Err(TrySendError::Full(item)) => {
                    progress.keep(sender.clone().into_send_async(item));
                }
            }
        }
        Sending::kept(progress, |progress, cx| progress.poll_kept::<SendFut<'static, T>>(cx))
    }
}
