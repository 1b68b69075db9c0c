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

// Combinators that take the whole stream.
catalogue! { LOSERS "futures-util 0.3" Futures:
    "futures_util::stream::StreamExt" [S: Stream] S: all => loses(
        "`StreamExt::all` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: any => loses(
        "`StreamExt::any` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: collect => loses(
        "`StreamExt::collect` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, with a collection outside"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: concat => loses(
        "`StreamExt::concat` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, with a collection outside"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: count => loses(
        "`StreamExt::count` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, with a counter outside"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: fold => loses(
        "`StreamExt::fold` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, with an accumulator outside"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: for_each => loses(
        "`StreamExt::for_each` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: for_each_concurrent => loses(
        "`StreamExt::for_each_concurrent` is not cancel-safe: the items taken so far are lost when another branch wins",
        "keep a `FuturesUnordered` outside, and take from both with `next`"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: forward => loses(
        "`StreamExt::forward` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, and `send`"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: into_future => loses(
        "`StreamExt::into_future` is not cancel-safe: the stream is lost when another branch wins",
        "use `next`"
    );
    "futures_util::stream::StreamExt" [S: Stream] S: unzip => loses(
        "`StreamExt::unzip` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `next` in a loop, with collections outside"
    );
    "futures_util::stream::TryStreamExt" [S: TryStream] S: try_all => loses(
        "`TryStreamExt::try_all` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `try_next` in a loop"
    );
    "futures_util::stream::TryStreamExt" [S: TryStream] S: try_any => loses(
        "`TryStreamExt::try_any` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `try_next` in a loop"
    );
    "futures_util::stream::TryStreamExt" [S: TryStream] S: try_collect => loses(
        "`TryStreamExt::try_collect` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `try_next` in a loop, with a collection outside"
    );
    "futures_util::stream::TryStreamExt" [S: TryStream] S: try_concat => loses(
        "`TryStreamExt::try_concat` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `try_next` in a loop, with a collection outside"
    );
    "futures_util::stream::TryStreamExt" [S: TryStream] S: try_fold => loses(
        "`TryStreamExt::try_fold` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `try_next` in a loop, with an accumulator outside"
    );
    "futures_util::stream::TryStreamExt" [S: TryStream] S: try_for_each => loses(
        "`TryStreamExt::try_for_each` is not cancel-safe: the items taken so far are lost when another branch wins",
        "use `try_next` in a loop"
    );
    "futures_util::stream::TryStreamExt" [S: TryStream] S: try_for_each_concurrent => loses(
        "`TryStreamExt::try_for_each_concurrent` is not cancel-safe: the items taken so far are lost when another branch wins",
        "keep a `FuturesUnordered` outside, and take from both with `next`"
    );
}
