//! `StreamExt` and `TryStreamExt`.

use futures_util::stream::{
    Next, NextIf, NextIfEq, Peek, PeekMut, SelectNextSome, Stream, TryNext, TryStream,
};

use crate::catalogue::declare::{cancel_safe, catalogue};

cancel_safe! { FUTURES "futures-util 0.3" Safe:
    "futures_util::stream::StreamExt::next" [S: ?Sized] Next<'_, S>;
    "futures_util::stream::StreamExt::select_next_some" [S: ?Sized] SelectNextSome<'_, S>;
    "futures_util::stream::TryStreamExt::try_next" [S: ?Sized] TryNext<'_, S>;
    "futures_util::stream::Peekable::peek" [S: Stream] Peek<'_, S>;
    "futures_util::stream::Peekable::peek_mut" [S: Stream] PeekMut<'_, S>;
    "futures_util::stream::Peekable::next_if" [S: Stream, F] NextIf<'_, S, F>;
    "futures_util::stream::Peekable::next_if_eq" [S: Stream, T: ?Sized] NextIfEq<'_, S, T>;
}

/// Combinators that take the whole stream.
macro_rules! whole {
    ($($name:literal $Stream:ident $method:ident $message:literal $instead:literal;)+) => {
        catalogue! { LOSERS "futures-util 0.3" Futures: $(
            $name [S: $Stream] S: $method => loses(
                $message,
                $instead
            );
        )+ }
    };
}

whole! {
    "futures_util::stream::StreamExt" Stream all
        "`StreamExt::all` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop";
    "futures_util::stream::StreamExt" Stream any
        "`StreamExt::any` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop";
    "futures_util::stream::StreamExt" Stream collect
        "`StreamExt::collect` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop, with a collection outside";
    "futures_util::stream::StreamExt" Stream concat
        "`StreamExt::concat` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop, with a collection outside";
    "futures_util::stream::StreamExt" Stream count
        "`StreamExt::count` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop, with a counter outside";
    "futures_util::stream::StreamExt" Stream fold
        "`StreamExt::fold` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop, with an accumulator outside";
    "futures_util::stream::StreamExt" Stream for_each
        "`StreamExt::for_each` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop";
    "futures_util::stream::StreamExt" Stream for_each_concurrent
        "`StreamExt::for_each_concurrent` is not cancel-safe: the items taken so far are lost when another branch wins"
        "keep a `FuturesUnordered` outside, and take from both with `next`";
    "futures_util::stream::StreamExt" Stream forward
        "`StreamExt::forward` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop, and `send`";
    "futures_util::stream::StreamExt" Stream into_future
        "`StreamExt::into_future` is not cancel-safe: the stream is lost when another branch wins"
        "use `next`";
    "futures_util::stream::StreamExt" Stream unzip
        "`StreamExt::unzip` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `next` in a loop, with collections outside";
    "futures_util::stream::TryStreamExt" TryStream try_all
        "`TryStreamExt::try_all` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `try_next` in a loop";
    "futures_util::stream::TryStreamExt" TryStream try_any
        "`TryStreamExt::try_any` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `try_next` in a loop";
    "futures_util::stream::TryStreamExt" TryStream try_collect
        "`TryStreamExt::try_collect` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `try_next` in a loop, with a collection outside";
    "futures_util::stream::TryStreamExt" TryStream try_concat
        "`TryStreamExt::try_concat` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `try_next` in a loop, with a collection outside";
    "futures_util::stream::TryStreamExt" TryStream try_fold
        "`TryStreamExt::try_fold` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `try_next` in a loop, with an accumulator outside";
    "futures_util::stream::TryStreamExt" TryStream try_for_each
        "`TryStreamExt::try_for_each` is not cancel-safe: the items taken so far are lost when another branch wins"
        "use `try_next` in a loop";
    "futures_util::stream::TryStreamExt" TryStream try_for_each_concurrent
        "`TryStreamExt::try_for_each_concurrent` is not cancel-safe: the items taken so far are lost when another branch wins"
        "keep a `FuturesUnordered` outside, and take from both with `next`";
}
