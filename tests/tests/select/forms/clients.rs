//! Selects as they are written in clients, pipelines and libraries. That they compile is the test:
//! what each of them waits for is cancel-safe, and none of them says so.

#![allow(dead_code)]
#![deny(warnings)]

use std::collections::VecDeque;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use cancel_safe::{CancelSafe, Checkpoint, abandon, cancel_safe, requeue, safe_select};
use futures::stream::StreamExt as _;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite,
    AsyncWriteExt as _,
};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, Interval, interval_at, sleep, timeout};
use tokio_util::codec::{Framed, LengthDelimitedCodec, LinesCodec};
use tokio_util::sync::CancellationToken;
use tokio_util::time::DelayQueue;

#[derive(Debug, PartialEq)]
enum Event {
    Message(String),
    Ping,
    Closed,
}

/// A connection with a reader, a queue of what is to be written, and heartbeats.
struct Client<T> {
    framed: Framed<T, LinesCodec>,
    outgoing: mpsc::Receiver<String>,
    heartbeat: Interval,
    token: CancellationToken,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Client<T> {
    async fn next(&mut self) -> Result<Event, String> {
        safe_select! {
            line = self.framed.next() => match line {
                Some(Ok(line)) => Ok(Event::Message(line)),
                Some(Err(error)) => Err(error.to_string()),
                None => Ok(Event::Closed),
            },
            Some(_) = self.outgoing.recv() => Ok(Event::Ping),
            _ = self.heartbeat.tick() => Ok(Event::Ping),
            _ = self.token.cancelled() => Ok(Event::Closed),
        }
    }
}

/// A request against a deadline and a token: what has begun may be lost, and the code says so.
async fn get(
    url: &str,
    limit: Duration,
    token: &CancellationToken,
) -> Result<String, &'static str> {
    safe_select! {
        biased;
        () = token.cancelled() => Err("cancelled"),
        answer = abandon(request(url)) => answer.map_err(|_| "failed"),
        () = sleep(limit) => Err("too slow"),
    }
}

async fn request(url: &str) -> io::Result<String> {
    tokio::task::yield_now().await;
    Ok(url.to_owned())
}

/// The first of two answers; the other one is asked a little later.
async fn hedged(url: &str, delay: Duration) -> io::Result<String> {
    let mut first = pin!(request(url));
    safe_select! {
        answer = &mut first => return answer,
        _ = sleep(delay) => {}
    }
    let mut second = pin!(request(url));
    safe_select! {
        answer = &mut first => answer,
        answer = &mut second => answer,
    }
}

/// Two tasks that end each other.
async fn pump(mut up: JoinHandle<io::Result<u64>>, mut down: JoinHandle<io::Result<u64>>) -> u64 {
    safe_select! {
        n = &mut up => {
            down.abort();
            n.ok().and_then(Result::ok).unwrap_or_default()
        }
        n = &mut down => {
            up.abort();
            n.ok().and_then(Result::ok).unwrap_or_default()
        }
    }
}

/// Both directions by hand.
async fn copy<A, B>(a: &mut A, b: &mut B) -> io::Result<(u64, u64)>
where
    A: AsyncRead + AsyncWrite + Unpin,
    B: AsyncRead + AsyncWrite + Unpin,
{
    let (mut from_a, mut from_b) = ([0; 64], [0; 64]);
    let (mut there, mut back) = (0, 0);
    loop {
        safe_select! {
            n = a.read(&mut from_a) => match n? {
                0 => break,
                n => {
                    b.write_all(&from_a[..n]).await?;
                    there += n as u64;
                }
            },
            n = b.read(&mut from_b) => match n? {
                0 => break,
                n => {
                    a.write_all(&from_b[..n]).await?;
                    back += n as u64;
                }
            },
        }
    }
    Ok((there, back))
}

/// Retries what has timed out.
async fn retries(
    mut acks: mpsc::Receiver<u32>,
    mut waiting: DelayQueue<u32>,
    resend: mpsc::UnboundedSender<u32>,
) {
    loop {
        safe_select! {
            ack = acks.recv() => match ack {
                Some(ack) => println!("{ack}"),
                None => break,
            },
            Some(expired) = waiting.next() => {
                let item = expired.into_inner();
                waiting.insert(item, Duration::from_secs(1));
                let _ = resend.send(item);
            }
        }
    }
}

/// A configuration that is read anew whenever it changes.
async fn reload(mut config: watch::Receiver<u32>, mut stop: broadcast::Receiver<()>) -> u32 {
    let mut sum = 0;
    loop {
        let current = *config.borrow_and_update();
        sum += current;
        safe_select! {
            changed = config.changed() => if changed.is_err() { return sum },
            Err(_) | Ok(()) = stop.recv() => return sum,
            // A watch that has reached its goal.
            _ = async { if current < 9 { std::future::pending().await } } => return sum,
        }
    }
}

/// A future of one's own.
struct Countdown(u32);

impl Future for Countdown {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.0.checked_sub(1) {
            None => Poll::Ready(()),
            Some(less) => {
                self.0 = less;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}

impl CancelSafe for Countdown {}

async fn by_type(countdown: Countdown, rx: &mut mpsc::Receiver<u32>) -> Option<u32> {
    safe_select! {
        () = countdown => None,
        item = rx.recv() => item,
    }
}

/// A transfer that goes on where it was.
#[cancel_safe]
async fn transfer(rx: &mut mpsc::Receiver<u32>, tx: &mpsc::Sender<u32>) -> u32 {
    let mut count = 0;
    while let Some(item) = rx.recv().await {
        if tx.send(item).await.is_err() {
            break;
        }
        count += 1;
    }
    count
}

async fn transfers(
    mut rx: mpsc::Receiver<u32>,
    tx: mpsc::Sender<u32>,
    mut status: Interval,
) -> u32 {
    let mut pending = Checkpoint::new();
    loop {
        safe_select! {
            count = transfer(&mut pending, &mut rx, &tx) => return count,
            _ = status.tick() => println!("{pending:?}"),
        }
    }
}

/// Room in a channel, or something to do meanwhile.
async fn feed(tx: &mpsc::Sender<u32>, rx: &mut mpsc::Receiver<u32>) -> Result<(), ()> {
    let mut held = VecDeque::new();
    loop {
        safe_select! {
            permit = requeue(tx.reserve()), if !held.is_empty() => {
                permit.map_err(drop)?.send(held.pop_front().unwrap());
            }
            Some(item) = rx.recv(), if held.len() < 8 => held.push_back(item),
            else => return Ok(()),
        }
    }
}

/// Lines from a terminal, between other events.
async fn prompt<R: AsyncBufRead + Unpin>(
    input: R,
    mut news: mpsc::Receiver<String>,
) -> Vec<String> {
    let mut lines = input.lines();
    let mut seen = vec![];
    while let Some(line) = safe_select! {
        line = lines.next_line() => line.unwrap_or_default(),
        line = news.recv() => line,
    } {
        seen.push(line);
    }
    seen
}

/// Nested: what has come wins over what might come.
async fn nested(
    high: &mut mpsc::Receiver<u32>,
    low: &mut mpsc::Receiver<u32>,
    stop: &CancellationToken,
) -> Option<u32> {
    safe_select! {
        biased;
        _ = stop.cancelled() => None,
        item = async {
            safe_select! {
                biased;
                Some(item) = high.recv() => Some(item),
                Some(item) = low.recv() => Some(item),
                else => None,
            }
        } => item,
    }
}

/// Other channels.
async fn channels(
    a: &flume::Receiver<u32>,
    b: &async_channel::Receiver<u32>,
    ready: Arc<event_listener::Event>,
) -> u32 {
    let mut listener = ready.listen();
    safe_select! {
        a = a.recv_async() => a.unwrap_or_default(),
        b = b.recv() => b.unwrap_or_default(),
        _ = &mut listener => 0,
    }
}

/// An answer, but not for ever.
async fn answer(mut answer: oneshot::Receiver<u32>, at: Instant) -> Option<u32> {
    let mut ticks = interval_at(at, Duration::from_secs(1));
    loop {
        safe_select! {
            answer = timeout(Duration::from_secs(9), &mut answer) => return answer.ok()?.ok(),
            _ = ticks.tick() => println!("still waiting"),
        }
    }
}

/// Frames with a length.
async fn frames<T: AsyncRead + AsyncWrite + Unpin>(
    transport: T,
    mut quit: watch::Receiver<()>,
) -> usize {
    let mut frames = Framed::new(transport, LengthDelimitedCodec::new());
    let mut bytes = 0;
    while let Some(Ok(frame)) = safe_select! {
        frame = frames.next() => frame,
        _ = quit.changed() => None,
    } {
        bytes += frame.len();
    }
    bytes
}

#[tokio::test]
async fn events_of_a_client() {
    let (near, mut far) = tokio::io::duplex(64);
    let (_tx, outgoing) = mpsc::channel(1);
    let heartbeat = interval_at(Instant::now() + Duration::from_secs(9), Duration::from_secs(9));
    let framed = Framed::new(near, LinesCodec::new());
    let mut client = Client { framed, outgoing, heartbeat, token: CancellationToken::new() };
    far.write_all(b"hello\n").await.unwrap();
    assert_eq!(client.next().await, Ok(Event::Message("hello".into())));
    drop(far);
    assert_eq!(client.next().await, Ok(Event::Closed));
}
