//! async-broadcast.

use async_broadcast::{Receiver, Sender};

use super::Row;
use super::declare::catalogue;

pub(super) const LISTS: &[&[Row]] = &[ROWS];

catalogue! { ROWS "async-broadcast 0.7" Inherent:
    "async_broadcast::Receiver" [T] Receiver<T>: recv, recv_direct => safe;
    "async_broadcast::Sender" [T] Sender<T>: broadcast, broadcast_direct => loses(
        "`async_broadcast::Sender::broadcast` is not cancel-safe: the message is lost if \
         another branch wins before there is room for it",
        "use `try_broadcast`, or hold the future outside and await `&mut future`"
    );
}
