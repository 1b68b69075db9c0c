//! Transports that let one byte through a poll, and pend before each.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};

/// Bytes to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    bytes: Vec<u8>,
    at: usize,
    ready: bool,
}

impl Source {
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Source { bytes: bytes.into(), at: 0, ready: false }
    }

    /// What has not been read.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    fn poll_next(&mut self) -> Poll<&[u8]> {
        ready!(alternate(&mut self.ready));
        let end = self.bytes.len().min(self.at + 1);
        Poll::Ready(&self.bytes[self.at..end])
    }
}

fn alternate(ready: &mut bool) -> Poll<()> {
    *ready = !*ready;
    if *ready { Poll::Pending } else { Poll::Ready(()) }
}

impl AsyncRead for Source {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let next = ready!(self.poll_next());
        buf.put_slice(next);
        self.at += next.len();
        Poll::Ready(Ok(()))
    }
}

impl AsyncBufRead for Source {
    fn poll_fill_buf(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        self.get_mut().poll_next().map(Ok)
    }

    fn consume(mut self: Pin<&mut Self>, amount: usize) {
        self.at += amount;
    }
}

/// The same for the traits of futures alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Futures<T>(pub T);

impl futures::AsyncRead for Futures<Source> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let next = ready!(self.0.poll_next());
        let count = next.len();
        buf[..count].copy_from_slice(next);
        self.0.at += count;
        Poll::Ready(Ok(count))
    }
}

impl futures::AsyncBufRead for Futures<Source> {
    fn poll_fill_buf(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        self.get_mut().0.poll_next().map(Ok)
    }

    fn consume(mut self: Pin<&mut Self>, amount: usize) {
        self.0.at += amount;
    }
}

/// Bytes that have been written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drain {
    pub bytes: Vec<u8>,
    ready: bool,
}

impl Drain {
    fn poll_take(&mut self, buf: &[u8]) -> Poll<io::Result<usize>> {
        ready!(alternate(&mut self.ready));
        let count = buf.len().min(1);
        self.bytes.extend_from_slice(&buf[..count]);
        Poll::Ready(Ok(count))
    }
}

impl AsyncWrite for Drain {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().poll_take(buf)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl futures::AsyncWrite for Futures<Drain> {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().0.poll_take(buf)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// A sink that pends before it takes an item, and before it is flushed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items<T> {
    pub buffered: Vec<T>,
    pub flushed: Vec<T>,
    ready: bool,
}

impl<T: Unpin> futures::Sink<T> for Items<T> {
    type Error = ();

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        alternate(&mut self.get_mut().ready).map(Ok)
    }

    fn start_send(self: Pin<&mut Self>, item: T) -> Result<(), ()> {
        self.get_mut().buffered.push(item);
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        let this = self.get_mut();
        ready!(alternate(&mut this.ready));
        this.flushed.append(&mut this.buffered);
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), ()>> {
        self.poll_flush(cx)
    }
}
