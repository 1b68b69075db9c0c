//! A type that has a method of its own which is called like an operation of a trait. That it does not
//! compile where nothing is said of it is a case of `ui-tests`.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use cancel_safe::{Checkpoint, cancel_safe};
use tokio::io::{AsyncWrite, AsyncWriteExt as _, DuplexStream};

/// Writes lines in capitals, but bytes as they are.
#[derive(Default)]
struct Log(Vec<u8>);

impl Log {
    async fn write_all(&mut self, line: &[u8]) -> io::Result<()> {
        self.0.extend(line.to_ascii_uppercase());
        Ok(())
    }
}

impl AsyncWrite for Log {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.extend(buf);
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

cancel_safe::declare! {
    [] Log: write_all => safe;
}

#[tokio::test]
async fn what_is_declared_is_called() {
    #[cancel_safe]
    async fn append(log: &mut Log, line: &[u8]) -> io::Result<()> {
        log.write_all(line).await?;
        log.write_u16(0x2121).await
    }

    let mut log = Log::default();
    append(&mut Checkpoint::new(), &mut log, b"line").await.unwrap();
    assert_eq!(log.0, b"LINE!!");
}

#[tokio::test]
async fn a_generic_function_calls_that_of_the_trait() {
    #[cancel_safe]
    async fn append<W: AsyncWrite + Unpin>(to: &mut W, line: &[u8]) -> io::Result<()> {
        to.write_all(line).await
    }

    let mut log = Log::default();
    append(&mut Checkpoint::new(), &mut log, b"line").await.unwrap();
    assert_eq!(log.0, b"line");
}

/// The receiver that is asked about is the one that the call finds.
#[tokio::test]
async fn whatever_the_receiver_is() {
    struct Two {
        boxed: Box<dyn AsyncWrite + Unpin>,
        pinned: Pin<Box<DuplexStream>>,
    }

    #[cancel_safe]
    async fn all(two: &mut Two, dynamic: &mut (dyn AsyncWrite + Unpin)) -> io::Result<()> {
        two.boxed.write_all(b"a").await?;
        two.pinned.write_all(b"b").await?;
        two.boxed.as_mut().write_all(b"c").await?;
        (&mut &mut two.pinned).write_all(b"d").await?;
        two.pinned.as_mut().write_u16(0x6565).await?;
        dynamic.write_all(b"f").await
    }

    let (boxed, mut first) = tokio::io::duplex(8);
    let (pinned, mut second) = tokio::io::duplex(8);
    let mut two = Two { boxed: Box::new(boxed), pinned: Box::pin(pinned) };
    let mut third = Vec::new();
    all(&mut Checkpoint::new(), &mut two, &mut third).await.unwrap();
    drop(two);
    for (stream, expected) in [(&mut first, &b"ac"[..]), (&mut second, b"bdee")] {
        let mut bytes = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(stream, &mut bytes).await.unwrap();
        assert_eq!(bytes, expected);
    }
    assert_eq!(third, b"f");
}
