//! The traits of futures: I/O, `Stream` and `Sink`.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;

use futures_util::io::{AsyncBufRead, AsyncRead, AsyncWrite};
use futures_util::sink::Sink;
use futures_util::stream::{FusedStream, Stream};

use super::Trickle;

impl<T: AsyncRead> AsyncRead for Trickle<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        let one = buf.len().min(1);
        this.inner.poll_read(cx, &mut buf[..one])
    }
}

impl<T: AsyncBufRead> AsyncBufRead for Trickle<T> {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        let buf = ready!(this.inner.poll_fill_buf(cx))?;
        Poll::Ready(Ok(&buf[..buf.len().min(1)]))
    }

    fn consume(self: Pin<&mut Self>, amount: usize) {
        self.project().inner.consume(amount);
    }
}

impl<T: AsyncWrite> AsyncWrite for Trickle<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        this.inner.poll_write(cx, &buf[..buf.len().min(1)])
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        this.inner.poll_flush(cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        this.inner.poll_close(cx)
    }
}

impl<T: Stream> Stream for Trickle<T> {
    type Item = T::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T::Item>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        this.inner.poll_next(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.size_hint()
    }
}

impl<T: FusedStream> FusedStream for Trickle<T> {
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}

impl<T: Sink<Item>, Item> Sink<Item> for Trickle<T> {
    type Error = T::Error;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), T::Error>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        this.inner.poll_ready(cx)
    }

    fn start_send(self: Pin<&mut Self>, item: Item) -> Result<(), T::Error> {
        self.project().inner.start_send(item)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), T::Error>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        this.inner.poll_flush(cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), T::Error>> {
        let this = self.project();
        ready!(this.gate.poll_pass(cx));
        this.inner.poll_close(cx)
    }
}
