//! `AsyncWriteExt`.

use std::future::Future;
use std::io;

use tokio::io::AsyncWrite;

use super::io::Stream;
use crate::catalogue::declare::catalogue;
use crate::catalogue::io as bytes;
use crate::progress::Progress;

catalogue! { ROWS "tokio 1.54" Tokio:
    "tokio::io::AsyncWriteExt" [W: AsyncWrite + Unpin + ?Sized] W:
        write, write_buf, write_vectored => yields(io::Result<usize>);
    "tokio::io::AsyncWriteExt" [W: AsyncWrite + Unpin + ?Sized] W:
        flush, shutdown, write_all_buf => yields(io::Result<()>);
    "tokio::io::AsyncWriteExt" [W: AsyncWrite + Unpin + ?Sized] W: write_all => resumes(WriteAll);
}

crate::declare! {
    /// The count of bytes that have been written is kept.
    pub struct WriteAll: unique_of_tokio(by_copy),
    "`AsyncWriteExt::write_all` is not cancel-safe: if another branch wins, a part may have \
     been written, and the next call starts over",
    "here, use `write_all_buf` with a buffer outside the loop";
}

impl WriteAll {
    /// Writes all of `buf`.
    pub fn resume1<'a, W: AsyncWrite + Unpin + ?Sized>(
        self,
        writer: &'a mut W,
        buf: &'a [u8],
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<()>> {
        bytes::write_all(Stream(writer), buf, progress)
    }
}
