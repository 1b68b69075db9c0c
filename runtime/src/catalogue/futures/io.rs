//! The byte streams of futures, for the operations that are written for all ecosystems.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::vec::Vec;

use futures_util::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncWrite};

use crate::catalogue::io::{BufSource, Drain, Source};

/// A byte stream of futures.
pub(super) struct Stream<'a, S: ?Sized>(pub(super) &'a mut S);

/// The least and the most that is read at once where the amount is not known.
const CHUNK: (usize, usize) = (32, 8 * 1024);

impl<R: AsyncRead + Unpin + ?Sized> Source for Stream<'_, R> {
    #[inline]
    fn poll_read(&mut self, cx: &mut Context<'_>, buf: &mut [u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_read(cx, buf)
    }

    fn poll_read_vec(
        &mut self,
        cx: &mut Context<'_>,
        buf: &mut Vec<u8>,
    ) -> Poll<io::Result<usize>> {
        let start = buf.len();
        buf.reserve(CHUNK.0);
        let room = (buf.capacity() - start).min(CHUNK.1);
        buf.resize(start + room, 0);
        let poll = self.poll_read(cx, &mut buf[start..]);
        let count = if let Poll::Ready(Ok(count)) = poll { count } else { 0 };
        buf.truncate(start + count);
        poll
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
}
