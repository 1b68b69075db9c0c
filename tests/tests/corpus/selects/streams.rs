//! Streams, lines and bytes in a branch.

use super::*;

#[twins]
mod code {
    /// A stream and a ticker that is a stream.
    pub async fn streams(feed: &mut Feed) -> (Vec<u32>, usize) {
        let (tx, rx) = mpsc::channel(4);
        for n in [1, 2, 3] {
            tx.try_send(n).unwrap();
        }
        drop(tx);
        let mut items = ReceiverStream::new(rx).map(|n| n * 2).fuse();
        let mut ticks = IntervalStream::new(interval(10 * MS));
        let (mut seen, mut count) = (vec![], 0);
        loop {
            safe_select! {
                biased;
                Some(item) = items.next() => seen.push(item),
                Some(_) = ticks.next() => count += 1,
                _ = requeue(feed.wake.notified()) => break,
                else => break,
            }
        }
        (seen, count)
    }

    /// Lines in, lines out.
    pub async fn lines(feed: &mut Feed) -> Vec<String> {
        let (reader, mut writer) = tokio::io::split(&mut feed.stream);
        let mut lines = BufReader::new(reader).lines();
        let mut got = Vec::new();
        loop {
            safe_select! {
                line = lines.next_line() => match line {
                    Ok(Some(line)) => got.push(line),
                    Ok(None) | Err(_) => break,
                },
                Some(item) = feed.items.recv() => {
                    if writer.write_all(&[item as u8]).await.is_err() {
                        break;
                    }
                }
                _ = feed.token.cancelled() => break,
            }
        }
        got
    }

    /// Bytes into a buffer of the caller's.
    pub async fn bytes(feed: &mut Feed) -> io::Result<(usize, u32)> {
        let mut buf = [0; 16];
        let (mut read, mut news) = (0, 0);
        loop {
            safe_select! {
                n = feed.stream.read(&mut buf) => {
                    let n = n?;
                    if n == 0 {
                        break;
                    }
                    read += n;
                }
                event = feed.news.recv() => match event {
                    Ok(n) => news += n,
                    Err(broadcast::error::RecvError::Lagged(missed)) => warn!(missed, "too slow"),
                    Err(broadcast::error::RecvError::Closed) => break,
                },
                () = feed.token.cancelled() => break,
            }
        }
        Ok((read, news))
    }

    /// A framed transport, both ways.
    pub async fn framed(feed: &mut Feed) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        let mut framed = Framed::new(&mut feed.stream, LinesCodec::new());
        let mut got = Vec::new();
        loop {
            safe_select! {
                frame = framed.next() => match frame.transpose()? {
                    Some(line) => got.push(line),
                    None => return Ok(got),
                },
                Some(item) = feed.items.recv() => framed.send(format!("item {item}")).await?,
                () = feed.token.cancelled() => {
                    SinkExt::<String>::flush(&mut framed).await?;
                    return Ok(got);
                }
            }
        }
    }
}

like_tokio! {
    streams;
    lines;
    bytes;
    framed;
}
