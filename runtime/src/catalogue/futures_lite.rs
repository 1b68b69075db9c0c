//! futures-lite. Its byte streams are those of futures: see there.

use futures_lite::future::{CatchUnwind, Or, PollOnce, Race, TryZip, YieldNow, Zip};
use futures_lite::io::{
    CloseFuture, FillBuf, FlushFuture, ReadFuture, ReadVectoredFuture, WriteFuture,
    WriteVectoredFuture,
};
use futures_lite::stream::{NextFuture, Stream, TryNextFuture};

use super::Row;
use super::declare::{cancel_safe, catalogue};
use crate::marks::CancelSafe;

pub(super) const LISTS: &[&[Row]] = &[FUTURES, WRAPPERS, LOSERS, WHOLE];

cancel_safe! { FUTURES "futures-lite 2.6" Safe:
    "futures_lite::stream::StreamExt::next" [S: ?Sized] NextFuture<'_, S>;
    "futures_lite::stream::StreamExt::try_next" [S: ?Sized] TryNextFuture<'_, S>;
    "futures_lite::io::AsyncReadExt::read" [R: Unpin + ?Sized] ReadFuture<'_, R>;
    "futures_lite::io::AsyncReadExt::read_vectored" [R: Unpin + ?Sized] ReadVectoredFuture<'_, R>;
    "futures_lite::io::AsyncBufReadExt::fill_buf" [R: ?Sized] FillBuf<'_, R>;
    "futures_lite::io::AsyncWriteExt::write" [W: Unpin + ?Sized] WriteFuture<'_, W>;
    "futures_lite::io::AsyncWriteExt::write_vectored" [W: Unpin + ?Sized] WriteVectoredFuture<'_, W>;
    "futures_lite::io::AsyncWriteExt::flush" [W: Unpin + ?Sized] FlushFuture<'_, W>;
    "futures_lite::io::AsyncWriteExt::close" [W: Unpin + ?Sized] CloseFuture<'_, W>;
    "futures_lite::future::yield_now" [] YieldNow;
}

cancel_safe! { WRAPPERS "futures-lite 2.6" Inner:
    "futures_lite::future::or" [A: CancelSafe, B: CancelSafe] Or<A, B>;
    "futures_lite::future::race" [A: CancelSafe, B: CancelSafe] Race<A, B>;
    "futures_lite::future::poll_once" [F: CancelSafe] PollOnce<F>;
    "futures_lite::future::FutureExt::catch_unwind" [F: CancelSafe] CatchUnwind<F>;
}

catalogue! { LOSERS "futures-lite 2.6" Foreign:
    "futures_lite::future::zip" [A: Future, B: Future] Zip<A, B>: await => loses(
        "`zip` is not cancel-safe: if another branch wins, the outputs of those that have ended \
         are lost",
        "keep the zipped future outside, and await `&mut zipped`"
    );
    "futures_lite::future::try_zip" [A, S, B, T] TryZip<A, S, B, T>: await => loses(
        "`try_zip` is not cancel-safe: if another branch wins, the outputs of those that have \
         ended are lost",
        "keep the zipped future outside, and await `&mut zipped`"
    );
}

/// Combinators that take several items of the stream, and are not futures' as well.
macro_rules! several {
    ($($method:ident $message:literal;)+) => {
        catalogue! { WHOLE "futures-lite 2.6" Streams: $(
            "futures_lite::stream::StreamExt" [S: Stream] S: $method => loses(
                $message,
                "use `next` in a loop"
            );
        )+ }
    };
}

several! {
    find "`StreamExt::find` is not cancel-safe: the items taken so far are lost when another branch wins";
    find_map "`StreamExt::find_map` is not cancel-safe: the items taken so far are lost when another branch wins";
    last "`StreamExt::last` is not cancel-safe: the items taken so far are lost when another branch wins";
    nth "`StreamExt::nth` is not cancel-safe: the items taken so far are lost when another branch wins";
    partition "`StreamExt::partition` is not cancel-safe: the items taken so far are lost when another branch wins";
    position "`StreamExt::position` is not cancel-safe: the items taken so far are lost when another branch wins";
}
