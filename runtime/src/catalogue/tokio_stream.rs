//! tokio-stream. The futures of its `StreamExt` cannot be named, so that the receiver decides.

use tokio_stream::adapters::Peekable;
use tokio_stream::{Stream, StreamMap};

use super::Row;
use super::declare::catalogue;

pub(super) const LISTS: &[&[Row]] = &[ROWS, TYPES];

catalogue! { TYPES "tokio-stream 0.1" Inherent:
    "tokio_stream::StreamMap" [K, V] StreamMap<K, V>: next_many => safe;
    "tokio_stream::adapters::Peekable" [S: Stream] Peekable<S>: peek => safe;
}

catalogue! { ROWS "tokio-stream 0.1" Streams:
    "tokio_stream::StreamExt" [S: Stream + Unpin + ?Sized] S: next => yields(Option<S::Item>);
    "tokio_stream::StreamExt" [T, E, S: Stream<Item = Result<T, E>> + Unpin + ?Sized] S:
        try_next => yields(Result<Option<T>, E>);
    "tokio_stream::StreamExt" [S: Stream + Unpin + ?Sized] S: all => loses(
        "`StreamExt::all` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop"
    );
    "tokio_stream::StreamExt" [S: Stream + Unpin + ?Sized] S: any => loses(
        "`StreamExt::any` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop"
    );
    "tokio_stream::StreamExt" [S: Stream] S: collect => loses(
        "`StreamExt::collect` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, with a collection outside"
    );
    "tokio_stream::StreamExt" [S: Stream] S: fold => loses(
        "`StreamExt::fold` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, with an accumulator outside"
    );
}
