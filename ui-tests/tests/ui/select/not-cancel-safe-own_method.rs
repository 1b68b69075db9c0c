//! A method of the type itself comes before that of the trait, and is not known.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use cancel_safe::{cancel_safe, safe_select};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Duration, timeout};

struct Log(Vec<u8>);

impl Log {
    async fn flush(&mut self) -> io::Result<()> {
        let lines = std::mem::take(&mut self.0);
        tokio::fs::write("log", &lines).await
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

async fn in_select(log: &mut Log) {
    safe_select! {
        _ = log.flush() => {},
        //~^ not-cancel-safe
        _ = log.shutdown() => {},
    }
}

async fn in_wrapper(log: &mut Log) {
    safe_select! {
        _ = timeout(Duration::from_secs(1), log.flush()) => {},
        //~^ not-cancel-safe
        _ = std::future::pending::<()>() => {},
    }
}

#[cancel_safe]
async fn in_function(log: &mut Log) -> io::Result<()> {
    log.write_u8(b'\n').await?;
    log.flush().await
    //~^ not-cancel-safe
}

fn main() {}
