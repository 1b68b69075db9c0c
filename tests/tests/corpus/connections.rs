//! Connection handlers, proxies, state machines, traits, shutdown.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::io::{self, ErrorKind};
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use cancel_safe::testing::{Log, Trickle, yield_now};
use cancel_safe::{Checkpoint, assume_cancel_safe, cancel_safe, safe_select};
use futures::{Sink, SinkExt, Stream, StreamExt};
use tests::corpus::NoCheckpoint;
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream,
    Lines,
};
use tokio::select;
use tokio::sync::{broadcast, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::warn;
use twins::twins;

/// Where a session is.
#[derive(Debug, Default)]
pub enum State {
    #[default]
    Greeting,
    Login {
        attempts: u32,
    },
    Ready {
        user: String,
        jobs: Vec<String>,
    },
    Draining(VecDeque<String>),
    Closed,
}

/// A line that a client sends.
#[derive(Clone, Debug)]
pub enum Line {
    Hello,
    User(&'static str),
    Job(&'static str),
    Quit,
}

/// Where lines come from, and answers go.
#[derive(Debug)]
pub struct Wire {
    log: Log,
    lines: VecDeque<Line>,
}

impl Wire {
    #[cancel_safe(stateless)]
    async fn next(&mut self) -> Option<Line> {
        yield_now().await;
        self.lines.pop_front()
    }

    #[cancel_safe(stateless)]
    async fn reply(&mut self, text: &str) -> io::Result<()> {
        yield_now().await;
        self.log.record(text);
        Ok(())
    }
}

/// Something that takes records.
pub trait Storage {
    /// Stores one.
    async fn put(&mut self, key: &str, value: &[u8]) -> io::Result<()>;
    /// All is stored.
    async fn sync(&mut self) -> io::Result<usize>;
}

#[twins]
mod code {
    /// A session that goes through its states.
    pub struct Session {
        wire: Wire,
        state: State,
        step: SessionStepCheckpoint,
    }

    #[cancel_safe]
    impl Session {
        pub fn new(log: Log, lines: &[Line]) -> Self {
            let wire = Wire { log, lines: lines.iter().cloned().collect() };
            Session { wire, state: State::default(), step: Checkpoint::new() }
        }

        /// Goes on by one state. Says whether there is another.
        #[cancel_safe(stored_in = self.step)]
        pub async fn step(&mut self) -> io::Result<bool> {
            self.state = match mem::take(&mut self.state) {
                State::Greeting => match self.wire.next().await {
                    Some(Line::Hello) => {
                        self.wire.reply("hello").await?;
                        State::Login { attempts: 0 }
                    }
                    Some(other) => {
                        let text = format!("unexpected {other:?}");
                        self.wire.reply(&text).await?;
                        return Err(io::Error::new(ErrorKind::InvalidData, text));
                    }
                    None => State::Closed,
                },
                State::Login { attempts } if attempts >= 2 => {
                    self.wire.reply("too many").await?;
                    State::Closed
                }
                State::Login { attempts } => match self.wire.next().await {
                    Some(Line::User(user)) if user != "root" => {
                        self.wire.reply(user).await?;
                        State::Ready { user: user.to_string(), jobs: Vec::new() }
                    }
                    Some(_) => {
                        self.wire.reply("no").await?;
                        State::Login { attempts: attempts + 1 }
                    }
                    None => State::Closed,
                },
                State::Ready { user, mut jobs } => {
                    let next = self.wire.next().await;
                    if let Some(Line::Job(job)) = next {
                        jobs.push(format!("{user}/{job}"));
                        self.wire.reply("queued").await?;
                        State::Ready { user, jobs }
                    } else {
                        State::Draining(jobs.into())
                    }
                }
                State::Draining(mut jobs) => {
                    while let Some(job) = jobs.pop_front() {
                        self.wire.reply(&job).await?;
                        if jobs.is_empty() {
                            break;
                        }
                    }
                    State::Closed
                }
                State::Closed => return Ok(false),
            };
            Ok(!matches!(self.state, State::Closed))
        }

        /// From the first state to the last.
        #[cancel_safe]
        pub async fn run(&mut self) -> Result<u32, Box<dyn Error + Send + Sync>> {
            let mut steps = 0;
            while self.step().await? {
                steps += 1;
                if steps > 20 {
                    return Err("endless".into());
                }
            }
            Ok(steps)
        }
    }

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

    /// A file with a header in front of its lines.
    #[cancel_safe]
    pub async fn read_table<R: AsyncRead + Unpin>(
        reader: R,
        separator: char,
    ) -> io::Result<Vec<BTreeMap<String, String>>> {
        let mut lines: Lines<BufReader<R>> = BufReader::new(reader).lines();
        let Some(header) = lines.next_line().await? else {
            return Ok(Vec::new());
        };
        let columns: Vec<String> = header.split(separator).map(str::to_owned).collect();
        let mut rows = Vec::new();
        let mut number = 1;
        while let Some(line) = lines.next_line().await? {
            number += 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split(separator).collect();
            if fields.len() != columns.len() {
                let message = format!("line {number}: {} fields", fields.len());
                return Err(io::Error::new(ErrorKind::InvalidData, message));
            }
            let row = columns.iter().zip(fields).map(|(c, f)| (c.clone(), f.to_owned())).collect();
            rows.push(row);
        }
        Ok(rows)
    }

    /// Stores all of some records.
    #[cancel_safe]
    pub async fn store_all<S: Storage>(
        storage: &mut S,
        records: &[(&str, Cow<'_, [u8]>)],
    ) -> io::Result<usize> {
        for (key, value) in records {
            if value.is_empty() {
                continue;
            }
            assume_cancel_safe(storage.put(key, value)).await?;
        }
        assume_cancel_safe(storage.sync()).await
    }

    /// Numbers the items of a stream, and passes them on in batches.
    #[cancel_safe]
    pub async fn number<St, Si>(
        stream: &mut St,
        sink: &mut Si,
        each: usize,
    ) -> Result<usize, Si::Error>
    where
        St: Stream<Item = String> + Unpin,
        Si: Sink<(usize, String)> + Unpin,
    {
        let mut number = 0;
        let mut chunk = Vec::with_capacity(each);
        while let Some(item) = stream.next().await {
            chunk.push((number, item));
            number += 1;
            if chunk.len() == each {
                for item in mem::take(&mut chunk) {
                    sink.feed(item).await?;
                }
                sink.flush().await?;
            }
        }
        for item in chunk {
            sink.send(item).await?;
        }
        Ok(number)
    }

    /// Waits until all handlers are done, or the time is up.
    #[cancel_safe]
    pub async fn shutdown(
        token: &CancellationToken,
        tasks: &mut JoinSet<&'static str>,
        grace: Duration,
    ) -> (Vec<&'static str>, usize) {
        token.cancelled().await;
        let mut done = Vec::new();
        let deadline = Instant::now() + grace;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match timeout(left, tasks.join_next()).await {
                Ok(Some(Ok(name))) => done.push(name),
                Ok(Some(Err(error))) => warn!(%error, "a handler has failed"),
                Ok(None) => return (done, 0),
                Err(_) => break,
            }
        }
        let aborted = tasks.len();
        tasks.abort_all();
        while tasks.join_next().await.is_some() {}
        (done, aborted)
    }

    /// Accepts until told to stop, and lets at most some run at a time.
    #[cancel_safe]
    pub async fn accept_loop(
        incoming: &mut mpsc::Receiver<(DuplexStream, u16)>,
        stop: &mut broadcast::Receiver<()>,
        served: &Arc<AtomicUsize>,
    ) -> Vec<u16> {
        let mut handlers = JoinSet::new();
        let mut ports = Vec::new();
        loop {
            safe_select! {
                biased;
                _ = stop.recv() => break,
                Some(done) = handlers.join_next(), if !handlers.is_empty() => {
                    match done {
                        Ok(port) => ports.push(port),
                        Err(error) => warn!(%error, "handler"),
                    }
                }
                connection = incoming.recv() => {
                    let Some((mut stream, port)) = connection else { break };
                    let served = served.clone();
                    handlers.spawn(async move {
                        let mut text = String::new();
                        stream.read_to_string(&mut text).await.unwrap();
                        served.fetch_add(text.len(), Ordering::Relaxed);
                        port
                    });
                }
            }
        }
        while let Some(Ok(port)) = handlers.join_next().await {
            ports.push(port);
        }
        ports.sort();
        ports
    }

    /// Starts a worker, feeds it, and waits for what it returns.
    #[cancel_safe]
    pub async fn with_worker(items: Vec<u32>) -> Result<u32, Box<dyn Error + Send + Sync>> {
        let (tx, mut rx) = mpsc::channel(1);
        let worker: JoinHandle<u32> = tokio::spawn(async move {
            let mut sum = 0;
            while let Some(item) = rx.recv().await {
                sum += item;
            }
            sum
        });
        for item in items {
            tx.send(item).await?;
        }
        drop(tx);
        let sum = worker.await?;
        Ok(sum)
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
    fn session in code;
    setup: |log| Session::new(log, &[
        Line::Hello, Line::User("root"), Line::User("me"), Line::Job("a"), Line::Job("b"), Line::Quit,
    ]);
    plain: |session| session.run();
    annotated: |session, pending| session.run(pending);
}

same! {
    fn session_without_a_hello in code;
    setup: |log| Session::new(log, &[Line::Quit]);
    plain: |session| session.run();
    annotated: |session, pending| session.run(pending);
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
    fn read_table in code;
    setup: |_| ();
    plain: |()| read_table(Trickle::new(&b"a,b\n1,2\n# no\n3,4"[..]), ',');
    annotated: |(), pending| read_table(pending);
    owned: (Trickle::new(&b"a,b\n1,2\n# no\n3,4"[..]), ',');
}

/// Storage that is a map.
struct Map(BTreeMap<String, Vec<u8>>, Log);

impl Storage for Map {
    async fn put(&mut self, key: &str, value: &[u8]) -> io::Result<()> {
        yield_now().await;
        self.1.record(format_args!("put {key}"));
        self.0.insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    async fn sync(&mut self) -> io::Result<usize> {
        yield_now().await;
        Ok(self.0.len())
    }
}

same! {
    fn store_all in code;
    setup: |log| (
        Map(BTreeMap::new(), log),
        [("a", b"1"[..].into()), ("b", b""[..].into()), ("c", vec![1].into())],
    );
    plain: |(map, records)| store_all(map, records);
    annotated: |(map, records), pending| store_all(pending, map, records);
}

same! {
    fn number in code;
    setup: |_| (
        Trickle::new(futures::stream::iter(["a", "b", "c", "d", "e"].map(str::to_owned))),
        Trickle::new(Vec::new()),
    );
    plain: |(stream, sink)| number(stream, sink, 2);
    annotated: |(stream, sink), pending| number(pending, stream, sink);
    owned: 2;
    left: |(_, sink)| format!("{:?}", sink.get_ref());
}

same! {
    fn shutdown in code on tokio;
    setup: |_| {
        let token = CancellationToken::new();
        let mut tasks = JoinSet::new();
        for (name, seconds) in [("first", 1), ("second", 2), ("late", 60)] {
            tasks.spawn(async move {
                sleep(Duration::from_secs(seconds)).await;
                name
            });
        }
        let cancels = token.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(1500)).await;
            cancels.cancel();
        });
        (token, tasks)
    };
    plain: |(token, tasks)| shutdown(token, tasks, Duration::from_secs(5));
    annotated: |(token, tasks), pending| shutdown(pending, token, tasks);
    owned: Duration::from_secs(5);
}

same! {
    fn accept_loop in code on tokio;
    setup: |_| {
        let (tx, incoming) = mpsc::channel(1);
        let (stops, stop) = broadcast::channel(1);
        tokio::spawn(async move {
            for port in 1..=3 {
                let (mut client, server) = tokio::io::duplex(64);
                tx.send((server, port)).await.unwrap();
                client.write_all(b"hello").await.unwrap();
            }
            sleep(Duration::from_secs(1)).await;
            stops.send(()).unwrap();
        });
        (incoming, stop, Arc::new(AtomicUsize::new(0)))
    };
    plain: |(incoming, stop, served)| accept_loop(incoming, stop, served);
    annotated: |(incoming, stop, served), pending| accept_loop(pending, incoming, stop, served);
    left: |(_, _, served)| format!("{served:?}");
}

same! {
    fn with_worker in code on tokio;
    setup: |_| ();
    plain: |()| with_worker(vec![1, 2, 3]);
    annotated: |(), pending| with_worker(pending);
    owned: vec![1, 2, 3];
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
