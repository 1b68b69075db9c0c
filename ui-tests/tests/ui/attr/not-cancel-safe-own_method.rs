//! A method of the type itself comes before that of the trait.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use cancel_safe::cancel_safe;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

struct Log;

impl Log {
    async fn write_all(&mut self, _line: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Other.into())
    }

    async fn write_u32(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::Other.into())
    }

    async fn write_u64(&mut self, _number: u64, _big_endian: bool) -> io::Result<()> {
        Err(io::ErrorKind::Other.into())
    }
}

impl AsyncWrite for Log {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cancel_safe]
async fn append(log: &mut Log, line: &[u8]) -> io::Result<()> {
    log.write_all(line).await?;
    //~^ not-cancel-safe
    log.write_u32().await?;
    //~^ not-cancel-safe
    log.write_u64(1, true).await?;
    //~^ not-cancel-safe
    log.flush().await
}

fn main() {}
