//! tokio's byte streams, for the operations that are written for all ecosystems.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::vec::Vec;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

use crate::catalogue::io::{BufSource, Drain, Source};

/// A byte stream of tokio.
pub(super) struct Stream<'a, S: ?Sized>(pub(super) &'a mut S);

impl<R: AsyncRead + Unpin + ?Sized> Source for Stream<'_, R> {
    #[inline]
    fn poll_read(&mut self, cx: &mut Context<'_>, buf: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut buf = ReadBuf::new(buf);
        Pin::new(&mut *self.0).poll_read(cx, &mut buf).map_ok(|()| buf.filled().len())
    }

    #[inline]
    fn poll_read_vec(
        &mut self,
        cx: &mut Context<'_>,
        buf: &mut Vec<u8>,
    ) -> Poll<io::Result<usize>> {
        // The future of `read_buf` has no state of its own.
        pin!(self.0.read_buf(buf)).poll(cx)
    }

    fn retries(&self, error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::Interrupted
    }

    fn end_of_file(&self) -> io::Error {
        io::Error::new(io::ErrorKind::UnexpectedEof, "early eof")
    }
}

impl<R: AsyncBufRead + Unpin + ?Sized> BufSource for Stream<'_, R> {
    #[inline]
    fn poll_read_until(
        &mut self,
        cx: &mut Context<'_>,
        delimiter: u8,
        buf: &mut Vec<u8>,
    ) -> Poll<io::Result<usize>> {
        // The future of `read_until` has no state but a count of its own.
        pin!(self.0.read_until(delimiter, buf)).poll(cx)
    }
}

impl<W: AsyncWrite + Unpin + ?Sized> Drain for Stream<'_, W> {
    #[inline]
    fn poll_write(&mut self, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(cx, buf)
    }
    fn retries(&self, error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::Interrupted
    }
}
