//! Operations with progress as they are written: each in an annotated function, cancelled under
//! every schedule, over transports that let one byte through and pend in between.

use std::io;
use std::time::Duration;

use crate::support::transport::{Drain, Items, Source};
use crate::support::{every_schedule, is_pending, poll};
use cancel_safe::{Checkpoint, cancel_safe};

const TEXT: &str = "größe: zwölf\nzweite Zeile";

/// Calls a function that reads, and sees what it yields and what it leaves.
macro_rules! reads {
    ($from:expr, $function:ident => $expected:expr, $rest:expr) => {
        reads!(std::convert::identity, source => source; $from, $function => $expected, $rest)
    };
    ($wrap:expr, $wrapped:pat => $source:ident;
        $from:expr, $function:ident => $expected:expr, $rest:expr) => {{
        let (suspensions, output, rest) = every_schedule(
            || ($wrap(Source::new($from)), Checkpoint::new()),
            &|(source, pending)| {
                Box::pin(async move {
                    $function(pending, source).await.map_err(|error: io::Error| error.kind())
                })
            },
            |($wrapped, _)| String::from_utf8($source.rest().to_vec()).unwrap(),
        );
        assert!(suspensions >= 12, "{suspensions}");
        assert_eq!((output, &*rest), (Ok($expected), $rest));
    }};
}

/// Calls a function that writes, and sees what has been written.
macro_rules! writes {
    ($function:ident => $expected:expr) => {
        writes!(std::convert::identity, drain => drain; $function => $expected)
    };
    ($wrap:expr, $wrapped:pat => $drain:ident; $function:ident => $expected:expr) => {{
        let (suspensions, output, bytes) = every_schedule(
            || ($wrap(Drain::default()), Checkpoint::new()),
            &|(drain, pending)| {
                Box::pin(async move {
                    $function(pending, drain).await.map_err(|error: io::Error| error.kind())
                })
            },
            |($wrapped, _)| $drain.bytes,
        );
        assert!(suspensions >= 12, "{suspensions}");
        assert_eq!((output, &*bytes), (Ok(()), &$expected[..]));
    }};
}

mod of_tokio {
    use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[test]
    fn frames() {
        #[cancel_safe]
        async fn read(source: &mut Source) -> io::Result<(u8, Vec<u8>, i64)> {
            let len = source.read_u16().await?;
            let mut body = vec![0; usize::from(len)];
            source.read_exact(&mut body).await?;
            let kind = source.read_u8().await?;
            Ok((kind, body, source.read_i64_le().await?))
        }
        let mut bytes = b"\0\x05abcde\x07".to_vec();
        bytes.extend((-3_i64).to_le_bytes());
        bytes.extend(b"rest");
        reads!(bytes.clone(), read => (7, b"abcde".to_vec(), -3), "rest");
    }

    #[test]
    fn text() {
        #[cancel_safe]
        async fn read(source: &mut Source) -> io::Result<(usize, usize, String)> {
            let mut text = String::from("vorher ");
            let line = source.read_line(&mut text).await?;
            let rest = source.read_to_string(&mut text).await?;
            Ok((line, rest, text))
        }
        reads!(TEXT, read => (16, 12, format!("vorher {TEXT}")), "");
    }

    #[test]
    fn bytes() {
        #[cancel_safe]
        async fn read(source: &mut Source) -> io::Result<(usize, usize, Vec<u8>)> {
            let mut bytes: Vec<u8> = Vec::new();
            let until = source.read_until(b'\n', &mut bytes).await?;
            let rest = source.read_to_end(&mut bytes).await?;
            Ok((until, rest, bytes))
        }
        reads!(TEXT, read => (16, 12, TEXT.as_bytes().to_vec()), "");
    }

    #[test]
    fn writing() {
        #[cancel_safe]
        async fn write(drain: &mut Drain) -> io::Result<()> {
            let body = vec![1_u8, 2, 3, 4, 5];
            drain.write_u32(body.len() as u32).await?;
            drain.write_all(&body).await?;
            drain.write_f64_le(0.5).await?;
            let mut rest = bytes::Bytes::from_static(b"rest");
            drain.write_all_buf(&mut rest).await?;
            drain.flush().await
        }
        let mut expected = vec![0, 0, 0, 5, 1, 2, 3, 4, 5];
        expected.extend(0.5_f64.to_le_bytes());
        expected.extend(b"rest");
        writes!(write => expected);
    }

    /// The buffer knows how far it is.
    #[test]
    fn writing_a_buffer() {
        #[cancel_safe]
        async fn write(drain: &mut Drain) -> io::Result<()> {
            let mut rest = bytes::Bytes::from_static(TEXT.as_bytes());
            drain.write_all_buf(&mut rest).await
        }
        writes!(write => TEXT.as_bytes());
    }
}

mod of_futures {
    use futures::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, SinkExt as _};

    use super::*;
    use crate::support::transport::Futures;

    #[test]
    fn reading() {
        #[cancel_safe]
        async fn read(source: &mut Futures<Source>) -> io::Result<(Vec<u8>, usize, usize, String)> {
            let mut start = vec![0; 3];
            let mut text = String::new();
            source.read_exact(&mut start).await?;
            let line = source.read_line(&mut text).await?;
            let rest = source.read_to_string(&mut text).await?;
            Ok((start, line, rest, text))
        }
        reads!(Futures, Futures(source) => source; "abczeile eins\nzwei", read =>
            (b"abc".to_vec(), 11, 4, "zeile eins\nzwei".to_owned()), "");
    }

    #[test]
    fn bytes() {
        #[cancel_safe]
        async fn read(source: &mut Futures<Source>) -> io::Result<(usize, usize, Vec<u8>)> {
            let mut bytes: Vec<u8> = Vec::new();
            let until = source.read_until(b'\n', &mut bytes).await?;
            let rest = source.read_to_end(&mut bytes).await?;
            Ok((until, rest, bytes))
        }
        reads!(Futures, Futures(source) => source; TEXT, read => (16, 12, TEXT.as_bytes().to_vec()), "");
    }

    #[test]
    fn writing() {
        #[cancel_safe]
        async fn write(drain: &mut Futures<Drain>) -> io::Result<()> {
            drain.write_all(TEXT.as_bytes()).await?;
            drain.flush().await
        }
        writes!(Futures, Futures(drain) => drain; write => TEXT.as_bytes());
    }

    #[test]
    fn sinks() {
        #[cancel_safe]
        async fn send(sink: &mut Items<String>) -> Result<(), ()> {
            for number in 0..6_u32 {
                let item = number.to_string();
                sink.feed(item).await?;
            }
            for number in 6..10_u32 {
                let item = number.to_string();
                sink.send(item).await?;
            }
            Ok(())
        }
        let (suspensions, output, items) = every_schedule(
            || (Items::default(), Checkpoint::new()),
            &|(sink, pending)| Box::pin(send(pending, sink)),
            |(sink, _)| sink.flushed.concat(),
        );
        assert!(suspensions >= 12, "{suspensions}");
        assert_eq!((output, &*items), (Ok(()), "0123456789"));
    }
}

/// Channels of room for one: a schedule says when a call is cancelled, and when the receiver takes.
mod channels {
    use super::*;

    macro_rules! channel {
        ($name:ident: $channel:expr, $Sender:ty, $send:ident, $receive:ident) => {
            #[test]
            fn $name() {
                #[cancel_safe]
                async fn send_all(tx: &$Sender, count: u32) {
                    for number in 0..count {
                        let item = number.to_string();
                        tx.$send(item).await.unwrap();
                    }
                }
                for schedule in 0..1_u32 << 12 {
                    #[allow(unused_mut)]
                    let (tx, mut rx) = $channel;
                    let mut pending = Checkpoint::with(6);
                    let (mut received, mut step) = (String::new(), 0);
                    'calls: loop {
                        let mut call = Box::pin(send_all(&mut pending, &tx));
                        while poll(call.as_mut()).is_pending() {
                            let bits = schedule >> (step % 12) & 3;
                            step += 2;
                            if bits & 1 == 1 || step > 24 {
                                received.extend(rx.$receive());
                            }
                            if bits & 2 == 2 {
                                continue 'calls;
                            }
                        }
                        break;
                    }
                    while let Ok(item) = rx.$receive() {
                        received += &item;
                    }
                    assert_eq!(received, "012345", "{schedule:#b}");
                }
            }
        };
    }

    channel!(of_tokio: tokio::sync::mpsc::channel(1), tokio::sync::mpsc::Sender<String>, send, try_recv);
    channel!(of_async_channel: async_channel::bounded(1), async_channel::Sender<String>, send, try_recv);
    channel!(of_flume: flume::bounded(1), flume::Sender<String>, send_async, try_recv);
}

/// With a clock that stands still unless all wait, cancelled each second.
mod timers {
    use tokio::time::{self, Instant, sleep, sleep_until, timeout};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    macro_rules! seconds {
        ($call:expr) => {{
            let start = Instant::now();
            loop {
                let tick = sleep(SECOND);
                tokio::select! {
                    biased;
                    output = $call => break (output, start.elapsed().as_secs()),
                    () = tick => assert!(start.elapsed() < 60 * SECOND, "it starts over"),
                }
            }
        }};
    }

    #[tokio::test(start_paused = true)]
    async fn deadlines() {
        #[cancel_safe]
        async fn wait(rx: &mut tokio::sync::mpsc::Receiver<u8>) -> bool {
            sleep(5 * SECOND).await;
            sleep_until(Instant::now() + 2 * SECOND).await;
            let limit = 4 * SECOND;
            time::sleep(SECOND / 2).await;
            timeout(limit, rx.recv()).await.is_err()
        }
        let (_tx, mut rx) = tokio::sync::mpsc::channel(1);
        let mut pending = Checkpoint::new();
        // Half seconds are rounded down.
        assert_eq!(seconds!(wait(&mut pending, &mut rx)), (true, 11));
    }

    #[tokio::test(start_paused = true)]
    async fn a_handle_that_is_kept() {
        #[cancel_safe]
        async fn join() -> u64 {
            let mut task = tokio::spawn(async {
                sleep(5 * SECOND).await;
                7
            });
            let first: u64 = (&mut task).await.unwrap();
            let (tx, mut rx) = tokio::sync::oneshot::channel();
            tokio::spawn(async move {
                sleep(3 * SECOND).await;
                tx.send(1_u64).unwrap();
            });
            first + (&mut rx).await.unwrap()
        }
        let mut pending = Checkpoint::new();
        assert_eq!(seconds!(join(&mut pending)), (8, 8));
        assert!(is_pending(join(&mut pending)), "a call of its own");
    }
}
