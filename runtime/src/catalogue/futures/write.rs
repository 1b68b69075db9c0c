//! `AsyncWriteExt` of futures.

use std::future::Future;
use std::io;

use futures_util::io::{AsyncWrite, Close, Flush, Write, WriteVectored};

use super::io::Stream;
use crate::catalogue::declare::{cancel_safe, catalogue, named};
use crate::catalogue::io as bytes;
use crate::progress::Progress;

cancel_safe! { FUTURES "futures-util 0.3" Safe:
    "futures_util::io::AsyncWriteExt::write" [W: ?Sized] Write<'_, W>;
    "futures_util::io::AsyncWriteExt::write_vectored" [W: ?Sized] WriteVectored<'_, W>;
    "futures_util::io::AsyncWriteExt::flush" [W: ?Sized] Flush<'_, W>;
    "futures_util::io::AsyncWriteExt::close" [W: ?Sized] Close<'_, W>;
}

catalogue! { ROWS "futures-util 0.3" Futures:
    "futures_util::io::AsyncWriteExt" [W: AsyncWrite + Unpin + ?Sized] W:
        write_all => resumes(WriteAll);
    "futures_util::io::AsyncWriteExt" [W: AsyncWrite + Unpin + ?Sized] W:
        write_all_vectored => loses(
            "`AsyncWriteExt::write_all_vectored` is not cancel-safe: if another branch wins, a \
             part may have been written, and nobody knows how much",
            "use `write_vectored` in a loop"
        );
}

named! {
    [W: ?Sized] WriteAll = futures_util::io::WriteAll<'_, W>, of W;
}

#[cfg(feature = "futures-lite")]
named! {
    [W: Unpin + ?Sized] WriteAll = futures_lite::io::WriteAllFuture<'_, W>, of W;
}

crate::declare! {
    /// The count of bytes that have been written is kept.
    pub struct WriteAll: unique_of_named(by_copy),
    "`AsyncWriteExt::write_all` is not cancel-safe: if another branch wins, a part may have \
     been written, and the next call starts over",
    "here, use `write` and count in the handler";
}

impl WriteAll {
    /// Writes all of `buf`.
    pub fn resume1<W: AsyncWrite + Unpin + ?Sized>(
        self,
        writer: &mut W,
        buf: &[u8],
        progress: &mut Progress,
    ) -> impl Future<Output = io::Result<()>> {
        bytes::write_all(Stream(writer), buf, progress)
    }
}
