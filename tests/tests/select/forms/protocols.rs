//! Selects as they are written over sockets, frames and calls. That they compile is the test: what
//! each of them waits for is cancel-safe, and none of them says so.

#![allow(dead_code)]
#![deny(warnings)]

use std::collections::{HashMap, VecDeque};
use std::future::IntoFuture;
use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf as _, BytesMut};
use cancel_safe::{abandon, requeue, safe_select};
use futures::channel::mpsc as unbounded;
use futures::future::{BoxFuture, FutureExt as _};
use futures::pin_mut;
use futures::sink::SinkExt as _;
use futures::stream::{Stream, StreamExt as _, TryStreamExt as _};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, Interest};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{Mutex, Notify, broadcast, mpsc, oneshot, watch};
use tokio::time::{Instant, interval, sleep, timeout, timeout_at};
use tokio_stream::wrappers::{LinesStream, SignalStream, TcpListenerStream};
use tokio_util::codec::{BytesCodec, Framed, FramedRead, LinesCodec};
use tokio_util::sync::CancellationToken;

enum Action {
    Send(String),
    Received(String),
    Stop,
}

/// Futures that are made anew for each round, pinned and fused, as `futures::select!` wants them.
async fn pump(
    socket: &mut (impl Stream<Item = io::Result<String>> + Unpin),
    out: &mut mpsc::Receiver<String>,
    stop: Arc<Notify>,
) -> Vec<String> {
    let mut stop = Box::pin(stop.notified().fuse());
    let mut seen = vec![];
    loop {
        let action = {
            let receive = socket.next();
            let send = out.recv();
            pin_mut!(receive);
            pin_mut!(send);
            safe_select! {
                biased;
                () = stop.as_mut() => Action::Stop,
                message = send.fuse() => message.map_or(Action::Stop, Action::Send),
                frame = receive.fuse() => match frame {
                    Some(Ok(frame)) => Action::Received(frame),
                    Some(Err(_)) | None => Action::Stop,
                },
            }
        };
        match action {
            Action::Send(message) | Action::Received(message) => seen.push(message),
            Action::Stop => return seen,
        }
    }
}

/// The same by name.
async fn replaced(
    mut current: watch::Receiver<u8>,
    mut replacements: unbounded::UnboundedReceiver<watch::Receiver<u8>>,
) -> u32 {
    let mut changes = 0;
    loop {
        let event = {
            let changed = current.changed().fuse();
            let replacement = replacements.next().fuse();
            pin_mut!(changed, replacement);
            safe_select! {
                biased;
                replacement = replacement => Err(replacement),
                changed = changed => Ok(changed),
            }
        };
        match event {
            Ok(Ok(())) => changes += 1,
            Err(Some(replacement)) => current = replacement,
            Ok(Err(_)) | Err(None) => return changes,
        }
    }
}

/// A connection as that of an HTTP server: polled until it ends, and told to end.
struct Connection<T>(T);

impl<T> Connection<T> {
    fn graceful_shutdown(self: Pin<&mut Self>) {}
}

impl<T> Future for Connection<T> {
    type Output = io::Result<()>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

async fn graceful<T>(connection: Connection<T>, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    tokio::pin!(connection);
    loop {
        safe_select! {
            result = connection.as_mut() => return result,
            changed = stop.changed() => {
                connection.as_mut().graceful_shutdown();
                if changed.is_err() {
                    return connection.await;
                }
            }
        }
    }
}

/// A server as that of a web framework: no future yet, but made into one.
struct Serve(TcpListener);

impl IntoFuture for Serve {
    type Output = io::Result<()>;
    type IntoFuture = BoxFuture<'static, io::Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        async move { self.0.accept().await.map(drop) }.boxed()
    }
}

async fn serve(listener: TcpListener, mut failures: mpsc::Receiver<io::Error>) -> io::Result<()> {
    safe_select! {
        result = abandon(Serve(listener)) => result,
        Some(failure) = failures.recv() => Err(failure),
    }
}

/// Sockets that are asked whether they are ready.
async fn readiness(
    tcp: &TcpStream,
    udp: &UdpSocket,
    device: &AsyncFd<OwnedFd>,
    out: &VecDeque<u8>,
) -> io::Result<&'static str> {
    Ok(safe_select! {
        result = tcp.readable() => { result?; "readable" }
        result = tcp.writable(), if !out.is_empty() => { result?; "writable" }
        ready = udp.ready(Interest::READABLE | Interest::WRITABLE) => {
            if ready?.is_readable() { "datagram" } else { "room for a datagram" }
        }
        guard = device.readable() => { guard?.clear_ready(); "device" }
    })
}

/// Both halves of a transport.
async fn halves<T: AsyncRead + AsyncWrite>(
    transport: T,
    mut out: mpsc::Receiver<String>,
) -> Result<usize, Box<dyn std::error::Error>> {
    let (mut sink, mut lines) = Framed::new(transport, LinesCodec::new()).split();
    let mut count = 0;
    loop {
        safe_select! {
            line = lines.try_next() => match line? {
                Some(line) => sink.send(line).await?,
                None => return Ok(count),
            },
            Some(message) = out.recv() => {
                sink.send(message).await?;
                count += 1;
            }
        }
    }
}

/// Connections as a stream, and signals as another.
async fn incoming(listener: TcpListener, signals: SignalStream) -> usize {
    let mut connections = TcpListenerStream::new(listener);
    let mut signals = signals.take(1).fuse();
    let mut count = 0;
    loop {
        safe_select! {
            Some(connection) = connections.next() => count += usize::from(connection.is_ok()),
            _ = signals.next() => return count,
        }
    }
}

/// Bytes that pile up until there is a whole message.
async fn parser(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut replies: mpsc::Receiver<Vec<u8>>,
) -> io::Result<usize> {
    let mut buffer = BytesMut::with_capacity(1024);
    let mut messages = 0;
    loop {
        while buffer.len() >= 4 {
            buffer.advance(4);
            messages += 1;
        }
        safe_select! {
            n = from.read_buf(&mut buffer) => if n? == 0 { return Ok(messages) },
            Some(reply) = replies.recv() => to.write_all(&reply).await?,
        }
    }
}

/// A question that is asked again until it is answered.
async fn ask(socket: &UdpSocket, server: SocketAddr, question: &[u8]) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 512];
    let mut again = interval(Duration::from_millis(500));
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        safe_select! {
            received = timeout_at(deadline, socket.recv_from(&mut buffer)) => {
                let (length, from) = received??;
                if from == server {
                    return Ok(buffer[..length].to_vec());
                }
            }
            _ = again.tick() => drop(socket.send_to(question, server).await?),
        }
    }
}

/// A room in which everybody hears everybody.
async fn chat(
    stream: TcpStream,
    name: String,
    room: broadcast::Sender<(String, String)>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut lines = Framed::new(stream, LinesCodec::new_with_max_length(1024));
    let mut heard = room.subscribe();
    loop {
        safe_select! {
            line = lines.next() => {
                let Some(line) = line else { break };
                room.send((name.clone(), line?))?;
            }
            said = heard.recv() => match said {
                Ok((from, _)) if from == name => {}
                Ok((from, text)) => lines.send(format!("{from}: {text}")).await?,
                Err(broadcast::error::RecvError::Lagged(n)) => lines.send(format!("{n} lost")).await?,
                Err(broadcast::error::RecvError::Closed) => break,
            },
        }
    }
    Ok(())
}

/// Calls that are told apart by a number.
struct Calls<S> {
    answers: S,
    waiting: HashMap<u32, oneshot::Sender<String>>,
    next: u32,
}

impl<S: Stream<Item = (u32, String)> + Unpin> Calls<S> {
    async fn run(&mut self, mut requests: mpsc::Receiver<oneshot::Sender<String>>) {
        loop {
            safe_select! {
                request = requests.recv(), if self.waiting.len() < 64 => {
                    let Some(answer) = request else { return };
                    self.waiting.insert(self.next, answer);
                    self.next = self.next.wrapping_add(1);
                }
                answer = self.answers.next() => match answer {
                    Some((number, text)) => {
                        if let Some(waiting) = self.waiting.remove(&number) {
                            let _ = waiting.send(text);
                        }
                    }
                    None => return,
                },
            }
        }
    }
}

/// One receiver for several workers.
struct Worker {
    jobs: Arc<Mutex<mpsc::Receiver<u32>>>,
    stopped: CancellationToken,
}

impl Worker {
    async fn next(&self) -> Option<u32> {
        let mut jobs = safe_select! {
            jobs = requeue(self.jobs.lock()) => jobs,
            () = self.stopped.cancelled() => return None,
        };
        safe_select! {
            biased;
            () = self.stopped.cancelled() => None,
            job = jobs.recv() => job,
        }
    }
}

/// Streams over QUIC.
async fn streams(connection: quinn::Connection, endpoint: quinn::Endpoint) -> Option<u64> {
    loop {
        safe_select! {
            stream = connection.accept_bi() => match stream {
                Ok((send, _)) => return Some(u64::from(send.id())),
                Err(_) => return None,
            },
            datagram = connection.read_datagram() => drop(datagram.ok()?),
            reason = connection.closed() => {
                eprintln!("{reason}");
                return None;
            }
            other = endpoint.accept() => if let Some(other) = other { other.refuse() },
        }
    }
}

/// A file that grows, and the reader of it.
async fn tail<R: AsyncRead + Unpin>(file: R, mut stop: oneshot::Receiver<()>) -> io::Result<usize> {
    let mut chunks = FramedRead::new(file, BytesCodec::new());
    let mut total = 0;
    loop {
        safe_select! {
            chunk = chunks.next() => match chunk.transpose()? {
                Some(chunk) => total += chunk.len(),
                None => return Ok(total),
            },
            _ = &mut stop => return Ok(total),
        }
    }
}

/// A prompt with a limit, whose answer may come from elsewhere.
async fn prompt(
    lines: &mut LinesStream<impl tokio::io::AsyncBufRead + Unpin>,
    remote: &mut Option<oneshot::Receiver<String>>,
    limit: Duration,
) -> Option<String> {
    let mut limit = pin!(sleep(limit));
    safe_select! {
        line = lines.next() => line?.ok(),
        text = remote.as_mut().unwrap(), if remote.is_some() => {
            *remote = None;
            text.ok()
        }
        () = &mut limit => None,
    }
}

/// Whether a peer is still there.
async fn alive(stream: &mut TcpStream, pings: &mut mpsc::Receiver<()>) -> bool {
    let mut byte = [0];
    safe_select! {
        peeked = timeout(Duration::from_secs(3), stream.peek(&mut byte)) => {
            matches!(peeked, Ok(Ok(1)))
        }
        ping = pings.recv() => ping.is_some(),
    }
}

#[tokio::test]
async fn a_pump_runs_until_there_is_nothing_left() {
    let mut socket = futures::stream::iter(["a", "b"].map(|frame| Ok(frame.to_owned())));
    let (tx, mut out) = mpsc::channel(9);
    tx.send("x".to_owned()).await.unwrap();
    assert_eq!(pump(&mut socket, &mut out, Arc::default()).await, ["x", "a", "b"]);
}

#[tokio::test]
async fn messages_pile_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (mut far, _) = listener.accept().await.unwrap();
    let (from, to) = near.into_split();
    let (tx, replies) = mpsc::channel(1);
    let parsed = tokio::spawn(parser(from, to, replies));
    tx.send(b"reply".to_vec()).await.unwrap();
    let mut reply = [0; 5];
    far.read_exact(&mut reply).await.unwrap();
    far.write_all(b"12345678").await.unwrap();
    drop(far);
    assert_eq!((&reply, parsed.await.unwrap().unwrap()), (b"reply", 2));
}
