//! kanal.

use kanal::{AsyncReceiver, AsyncSender};

use super::Row;
use super::declare::catalogue;

pub(super) const LISTS: &[&[Row]] = &[ROWS];

catalogue! { ROWS "kanal 0.1" Inherent:
    "kanal::AsyncReceiver" [T] AsyncReceiver<T>: recv => loses(
        "`kanal::AsyncReceiver::recv` is not cancel-safe: if another branch wins, a message \
         that a sender has put into the future is lost",
        "keep `receiver.stream()` outside the loop, and await its `next()`"
    );
    "kanal::AsyncSender" [T] AsyncSender<T>: send => loses(
        "`kanal::AsyncSender::send` is not cancel-safe: if another branch wins, the message is \
         lost, or has been sent and nobody knows",
        "use `try_send`, or hold the future outside and await `&mut future`"
    );
}
