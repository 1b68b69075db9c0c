//! What stands between byte streams: copies, a proxy, a heartbeat.

use std::io::{self, ErrorKind};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use cancel_safe::testing::{Log, Trickle};
use cancel_safe::{cancel_safe, safe_select};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream};
use tokio::select;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use twins::twins;

#[twins]
mod code {
    /// Copies from one end to the other, and counts.
    #[cancel_safe]
    pub async fn copy<R, W>(from: &mut R, to: &mut W, limit: u64) -> io::Result<u64>
    where
        R: AsyncRead + Unpin + ?Sized,
        W: AsyncWrite + Unpin + ?Sized,
    {
        let mut buf = [0; 16];
        let mut copied = 0;
        while copied < limit {
            let n = match from.read(&mut buf).await {
                Ok(0) => break,
                Ok(n) => n,
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            to.write_all(&buf[..n]).await?;
            copied += n as u64;
        }
        to.flush().await?;
        Ok(copied)
    }

    /// The same, with what was not taken kept in a position.
    #[cancel_safe]
    pub async fn write_slowly(
        to: &mut (dyn AsyncWrite + Unpin + Send),
        data: &[u8],
    ) -> io::Result<()> {
        let mut pos = 0;
        while pos < data.len() {
            let n = to.write(&data[pos..]).await?;
            if n == 0 {
                return Err(ErrorKind::WriteZero.into());
            }
            pos += n;
            if pos % 4 == 0 {
                tokio::task::yield_now().await;
            }
        }
        to.shutdown().await
    }

    /// Both directions of a proxy, until one of them ends.
    #[cancel_safe]
    pub async fn proxy<A, B>(
        client: &mut A,
        server: &mut B,
        to_server: &mut BytesMut,
        to_client: &mut BytesMut,
    ) -> io::Result<(u64, u64)>
    where
        A: AsyncRead + AsyncWrite + Unpin,
        B: AsyncRead + AsyncWrite + Unpin,
    {
        let (mut up, mut down) = (0, 0);
        loop {
            safe_select! {
                biased;
                n = client.read_buf(to_server) => {
                    if n? == 0 {
                        server.shutdown().await?;
                        return Ok((up, down));
                    }
                    up += to_server.len() as u64;
                    while to_server.has_remaining() {
                        server.write_buf(to_server).await?;
                    }
                }
                n = server.read_buf(to_client) => {
                    if n? == 0 {
                        client.shutdown().await?;
                        return Ok((up, down));
                    }
                    down += to_client.len() as u64;
                    client.write_all_buf(to_client).await?;
                }
            }
        }
    }

    /// Keeps a connection alive, and notices when it is not.
    #[cancel_safe]
    pub async fn heartbeat<S>(stream: &mut S, period: Duration, missed: u32) -> io::Result<u32>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut ticker = interval(period);
        ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut waiting = 0;
        let mut answers = 0;
        loop {
            ticker.tick().await;
            if waiting > missed {
                return Err(io::Error::new(ErrorKind::TimedOut, format!("after {answers}")));
            }
            stream.write_u8(b'?').await?;
            waiting += 1;
            let mut answer = [0; 1];
            if let Ok(read) = timeout(period / 2, stream.read(&mut answer)).await {
                read?;
                if answer[0] == b'.' {
                    return Ok(answers);
                }
                waiting = 0;
                answers += 1;
            }
        }
    }
}

same! {
    fn copy in code;
    setup: |_| (&b"some bytes to be copied"[..], Trickle::new(Vec::new()));
    plain: |(from, to)| copy(from, to, 20);
    annotated: |(from, to), pending| copy(pending, from, to);
    owned: 20;
    left: |(_, to)| to.get_ref().escape_ascii().to_string();
}

same! {
    fn write_slowly in code;
    setup: |_| Trickle::new(Vec::new());
    plain: |to| write_slowly(to, b"slowly, then");
    annotated: |to, pending| write_slowly(pending, to, b"slowly, then");
    left: |to| to.get_ref().escape_ascii().to_string();
}

/// One end of a proxy. The peer sends something at the given second, and records what it gets.
fn end(log: Log, at: u64, text: &'static str) -> DuplexStream {
    let (stream, mut peer) = tokio::io::duplex(16);
    tokio::spawn(async move {
        sleep(Duration::from_secs(at)).await;
        peer.write_all(text.as_bytes()).await.unwrap();
        let mut got = vec![0; 7];
        peer.read_exact(&mut got).await.unwrap();
        log.record(format_args!("at {at}: {}", got.escape_ascii()));
        sleep(Duration::from_secs(4 - at)).await;
    });
    stream
}

same! {
    fn proxy in code on tokio;
    setup: |log| (
        end(log.clone(), 1, "request"), end(log, 2, "answer!"), BytesMut::new(), BytesMut::new(),
    );
    plain: |(client, server, up, down)| proxy(client, server, up, down);
    annotated: |(client, server, up, down), pending| proxy(pending, client, server, up, down);
}

same! {
    fn heartbeat in code on tokio;
    setup: |_| {
        let (stream, mut peer) = tokio::io::duplex(8);
        tokio::spawn(async move {
            for answer in [b"!", b"!", b"."] {
                peer.read_u8().await.unwrap();
                sleep(Duration::from_millis(10)).await;
                peer.write_all(answer).await.unwrap();
            }
        });
        stream
    };
    plain: |stream| heartbeat(stream, Duration::from_secs(1), 2);
    annotated: |stream, pending| heartbeat(pending, stream);
    owned: (Duration::from_secs(1), 2);
}
