//! `futures::channel` and `futures::lock`.

use futures_channel::{mpsc, oneshot};
use futures_util::lock::{MutexLockFuture, OwnedMutexLockFuture};

use crate::catalogue::declare::{cancel_safe, catalogue};

cancel_safe! { FUTURES "futures 0.3" Safe:
    "futures_channel::mpsc::Receiver::recv" [S: ?Sized] mpsc::Recv<'_, S>;
    "futures_channel::oneshot::Sender::cancellation" [T] oneshot::Cancellation<'_, T>;
    "futures_util::lock::Mutex::lock" [T: ?Sized] MutexLockFuture<'_, T>;
    "futures_util::lock::Mutex::lock_owned" [T: ?Sized] OwnedMutexLockFuture<T>;
}

catalogue! { LOSERS "futures-channel 0.3" Futures:
    "futures_channel::oneshot::Receiver" [T] oneshot::Receiver<T>: await => loses(
        "a `oneshot::Receiver` that is awaited by value is not cancel-safe: the message is lost \
         with the receiver if another branch wins",
        "keep the receiver outside, and await `&mut receiver`; where the message is not wanted any \
         more, `abandon(..)`"
    );
}
