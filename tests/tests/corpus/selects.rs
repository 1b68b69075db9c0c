//! Loops around a select, as servers and clients have them: from `tokio::select!` by one word, and
//! by the attribute on what is called in a branch.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use cancel_safe::testing::Log;
use cancel_safe::{Checkpoint, abandon, cancel_safe, requeue, safe_select};
use futures::future::{BoxFuture, OptionFuture};
use futures::stream::FuturesUnordered;
use futures::{FutureExt, SinkExt, StreamExt};
use tests::corpus::NoCheckpoint;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::select;
use tokio::sync::{Notify, Semaphore, broadcast, mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, sleep, timeout};
use tokio_stream::wrappers::{IntervalStream, ReceiverStream};
use tokio_util::codec::{Framed, LinesCodec};
use tokio_util::sync::CancellationToken;
use tokio_util::time::DelayQueue;
use tracing::{debug, info, warn};
use twins::twins;

const MS: Duration = Duration::from_millis(1);

/// Everything that a loop may wait for: five items at 10, 20, .. milliseconds, commands in between,
/// and the end at 95.
pub struct Feed {
    pub log: Log,
    pub items: mpsc::Receiver<u32>,
    pub commands: mpsc::UnboundedReceiver<&'static str>,
    pub config: watch::Receiver<u32>,
    pub news: broadcast::Receiver<u32>,
    pub wake: Arc<Notify>,
    pub token: CancellationToken,
    pub stream: DuplexStream,
    pub out: mpsc::Sender<u32>,
}

impl Feed {
    fn new(log: Log) -> Self {
        let (tx, items) = mpsc::channel(8);
        let (command, commands) = mpsc::unbounded_channel();
        let (configure, config) = watch::channel(0);
        let (publish, news) = broadcast::channel(4);
        let (wake, token) = (Arc::new(Notify::new()), CancellationToken::new());
        let (stream, mut peer) = tokio::io::duplex(64);
        let (out, mut taken) = mpsc::channel(1);
        let (notify, cancel, outcome) = (wake.clone(), token.clone(), log.clone());
        tokio::spawn(async move {
            for n in 1..=5 {
                sleep(10 * MS).await;
                let _ = tx.send(n).await;
                sleep(3 * MS).await;
                let _ = command.send(["start", "more", "skip", "flush", "stop"][n as usize - 1]);
                sleep(2 * MS).await;
                let _ = configure.send(n * 10);
                let _ = publish.send(n);
                notify.notify_one();
                let _ = peer.write_all(format!("line {n}\n").as_bytes()).await;
            }
            sleep(20 * MS).await;
            cancel.cancel();
            sleep(Duration::from_secs(5)).await;
        });
        tokio::spawn(async move {
            while let Some(item) = taken.recv().await {
                outcome.record(format_args!("taken {item}"));
                sleep(4 * MS).await;
            }
        });
        Feed { log, items, commands, config, news, wake, token, stream, out }
    }
}

#[twins]
mod code {
    /// Stores an item, in two steps.
    #[cancel_safe]
    pub async fn store(log: &Log, out: &mpsc::Sender<u32>, item: &u32) -> io::Result<()> {
        sleep(MS).await;
        log.record(format_args!("half {item}"));
        out.send(*item).await.map_err(|_| io::ErrorKind::BrokenPipe)?;
        log.record(format_args!("whole {item}"));
        Ok(())
    }

    /// Takes an item and passes it on.
    #[cancel_safe]
    pub async fn pass(items: &mut mpsc::Receiver<u32>, out: &mpsc::Sender<u32>) -> Option<u32> {
        let item = items.recv().await?;
        sleep(3 * MS).await;
        out.send(item * 100).await.ok()?;
        Some(item)
    }

    /// The loop that everybody has: work, a ticker, a token.
    pub async fn work_until_cancelled(feed: &mut Feed) -> (u32, u32) {
        let mut ticker = interval(20 * MS);
        let (mut sum, mut ticks) = (0, 0);
        loop {
            safe_select! {
                biased;
                _ = feed.token.cancelled() => break,
                Some(item) = feed.items.recv() => sum += item,
                _ = ticker.tick() => ticks += 1,
            }
        }
        (sum, ticks)
    }

    /// The same with the token awaited by reference, and handlers in braces.
    pub async fn kept_token(feed: &mut Feed) -> Vec<u32> {
        let cancelled = feed.token.cancelled();
        tokio::pin!(cancelled);
        let mut seen = Vec::new();
        loop {
            safe_select! {
                () = &mut cancelled => {
                    info!("shutting down");
                    return seen;
                }
                item = feed.items.recv() => {
                    let Some(item) = item else { continue };
                    seen.push(item);
                }
            }
        }
    }

    /// Commands and items; commands first.
    pub async fn commands_first(feed: &mut Feed) -> Vec<String> {
        let mut done = vec![];
        loop {
            safe_select! {
                biased;
                command = feed.commands.recv() => match command {
                    Some("stop") | None => break,
                    Some("skip") => continue,
                    Some(command) => done.push(command.to_string()),
                },
                Some(item) = feed.items.recv() => {
                    done.push(item.to_string());
                    store_now(&feed.log, item).await;
                }
            }
        }
        done
    }

    /// An effect.
    pub async fn store_now(log: &Log, item: u32) {
        log.record(format_args!("store {item}"));
        tokio::task::yield_now().await;
    }

    /// Waits until it has been quiet for a while.
    pub async fn debounce(feed: &mut Feed) -> Vec<Vec<u32>> {
        let mut batches = Vec::new();
        while let Some(first) = feed.items.recv().await {
            let mut batch = vec![first];
            let mut quiet = pin!(sleep(12 * MS));
            loop {
                safe_select! {
                    () = &mut quiet => break,
                    item = feed.items.recv() => match item {
                        Some(item) => {
                            batch.push(item);
                            quiet.as_mut().reset(Instant::now() + 12 * MS);
                        }
                        None => break,
                    },
                }
            }
            batches.push(batch);
        }
        batches
    }

    /// A batch is full, or old, or there will be no more.
    pub async fn batches(feed: &mut Feed) -> Vec<Vec<u32>> {
        let mut batches = vec![];
        let mut batch = Vec::with_capacity(3);
        let mut flush = interval_at(Instant::now() + 32 * MS, 32 * MS);
        flush.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            safe_select! {
                item = feed.items.recv() => {
                    match item {
                        Some(item) => batch.push(item),
                        None => break,
                    }
                    if batch.len() == 3 {
                        batches.push(std::mem::take(&mut batch));
                    }
                }
                _ = flush.tick(), if !batch.is_empty() => {
                    debug!(len = batch.len(), "timeout");
                    batches.push(std::mem::take(&mut batch));
                }
            }
        }
        batches.push(batch);
        batches
    }

    /// Own work in a branch: it goes on where it was.
    pub async fn own_work(feed: &mut Feed) -> (Vec<u32>, u32) {
        let mut pending = Checkpoint::new();
        let mut ticker = interval(2 * MS);
        let (mut passed, mut ticks) = (Vec::new(), 0);
        loop {
            safe_select! {
                biased;
                _ = ticker.tick() => ticks += 1,
                item = pass(&mut pending, &mut feed.items, &feed.out) => match item {
                    Some(item) => passed.push(item),
                    None => return (passed, ticks),
                },
            }
        }
    }

    /// The first of some tasks, then the rest.
    pub async fn first_of_tasks(feed: &mut Feed) -> Vec<u32> {
        let mut tasks = JoinSet::new();
        let mut finished = Vec::new();
        loop {
            safe_select! {
                biased;
                Some(result) = tasks.join_next(), if !tasks.is_empty() => {
                    finished.push(result.expect("no task panics"));
                }
                item = feed.items.recv(), if finished.len() < 5 => match item {
                    Some(item) => {
                        tasks.spawn(async move {
                            sleep((60 - 10 * item) * MS).await;
                            item
                        });
                    }
                    None => break,
                },
                else => break,
            }
        }
        finished
    }

    /// A task against its deadline; aborted if it misses it.
    pub async fn task_with_deadline(feed: &mut Feed) -> Result<u32, &'static str> {
        let mut task: JoinHandle<u32> = tokio::spawn(async {
            sleep(33 * MS).await;
            7
        });
        let deadline = sleep(40 * MS);
        tokio::pin!(deadline);
        loop {
            safe_select! {
                result = &mut task => return result.map_err(|_| "panicked"),
                () = &mut deadline => {
                    task.abort();
                    return Err("late");
                }
                changed = feed.config.changed() => {
                    changed.map_err(|_| "nobody is left")?;
                    feed.log.record(format_args!("config {}", *feed.config.borrow_and_update()));
                }
            }
        }
    }

    /// Requests that are answered later.
    pub async fn in_flight(feed: &mut Feed) -> Vec<(u32, u32)> {
        let mut calls = FuturesUnordered::new();
        let mut answers = vec![];
        loop {
            safe_select! {
                biased;
                Some(answer) = calls.next(), if !calls.is_empty() => answers.push(answer),
                item = feed.items.recv() => {
                    let Some(item) = item else { break };
                    calls.push(async move {
                        sleep((30 - 5 * item) * MS).await;
                        (item, item * item)
                    });
                }
            }
        }
        while let Some(answer) = calls.next().await {
            answers.push(answer);
        }
        answers
    }

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

    /// A lease that is renewed, and may be lost.
    pub async fn leader(feed: &mut Feed) -> Vec<&'static str> {
        let mut history = vec!["follower"];
        let mut lease = interval(18 * MS);
        let mut leads = false;
        let mut missed = 0;
        loop {
            let before = leads;
            safe_select! {
                biased;
                () = feed.token.cancelled() => {
                    history.push("gone");
                    break history;
                }
                changed = feed.config.changed() => {
                    if changed.is_err() {
                        break history;
                    }
                    missed = 0;
                    leads = *feed.config.borrow_and_update() % 20 == 0;
                }
                _ = lease.tick(), if leads => {
                    missed += 1;
                    if missed > 2 {
                        leads = false;
                    }
                }
            }
            match (before, leads) {
                (false, true) => history.push("leader"),
                (true, false) => history.push("follower"),
                _ => {}
            }
        }
    }

    /// Waits for one reply among others' requests.
    pub async fn request_reply(feed: &mut Feed) -> (Option<u32>, u32) {
        let (reply, mut answer) = oneshot::channel();
        tokio::spawn(async move {
            sleep(37 * MS).await;
            let _ = reply.send(99);
        });
        let mut others = 0;
        loop {
            safe_select! {
                answer = &mut answer => break (answer.ok(), others),
                Some(_) = feed.items.recv() => others += 1,
                else => break (None, others),
            }
        }
    }

    /// One of several ways a session ends.
    pub async fn session(feed: &mut Feed) -> ControlFlow<String, u32> {
        let idle = sleep(11 * MS);
        let mut idle = Box::pin(idle);
        let mut count = 0;
        let reason = loop {
            safe_select! {
                () = idle.as_mut() => break "idle",
                item = feed.items.recv() => {
                    if item.is_none() {
                        break "closed";
                    }
                    count += 1;
                    idle.as_mut().reset(Instant::now() + 16 * MS);
                }
                command = feed.commands.recv() => {
                    if let Some("flush") = command {
                        break "flushed";
                    }
                }
            }
        };
        if count > 3 { ControlFlow::Continue(count) } else { ControlFlow::Break(reason.to_owned()) }
    }

    /// Delayed keys.
    pub async fn delays(feed: &mut Feed) -> Vec<u32> {
        let mut queue = DelayQueue::new();
        let mut expired = Vec::new();
        loop {
            safe_select! {
                biased;
                Some(item) = queue.next(), if !queue.is_empty() => expired.push(item.into_inner()),
                item = feed.items.recv() => match item {
                    Some(item) => _ = queue.insert(item, (40 - item * 7) * MS),
                    None => break,
                },
            }
        }
        expired
    }

    /// A permit in a branch: only its place in the queue is lost.
    pub async fn permits(feed: &mut Feed) -> usize {
        let semaphore = Arc::new(Semaphore::new(1));
        let mut running = 0;
        loop {
            safe_select! {
                permit = requeue(semaphore.clone().acquire_owned()) => {
                    let permit = permit.expect("never closed");
                    tokio::spawn(async move {
                        sleep(9 * MS).await;
                        drop(permit);
                    });
                    running += 1;
                }
                _ = feed.token.cancelled() => break running,
            }
        }
    }

    /// A value of an option, where there is none.
    pub async fn optional(feed: &mut Feed) -> (u32, bool) {
        let mut timer: Option<Pin<Box<tokio::time::Sleep>>> = None;
        let mut sum = 0;
        loop {
            safe_select! {
                item = feed.items.recv() => match item {
                    Some(3) => timer = Some(Box::pin(sleep(14 * MS))),
                    Some(item) => sum += item,
                    None => return (sum, false),
                },
                Some(()) = OptionFuture::from(timer.as_mut()) => return (sum, true),
            }
        }
    }

    /// Room in a channel, before there is something to send.
    pub async fn reserve(feed: &mut Feed) -> VecDeque<u32> {
        let mut queue = VecDeque::new();
        loop {
            safe_select! {
                biased;
                permit = requeue(feed.out.reserve()), if !queue.is_empty() => {
                    let Ok(permit) = permit else { break };
                    permit.send(queue.pop_front().unwrap());
                }
                item = feed.items.recv() => match item {
                    Some(item) => queue.extend([item, item + 10]),
                    None => break,
                },
            }
        }
        queue
    }

    /// A loop within a handler, with a select of its own.
    pub async fn nested(feed: &mut Feed) -> Vec<u32> {
        let mut seen = vec![];
        'outer: loop {
            safe_select! {
                Some(command) = feed.commands.recv() => {
                    if command != "more" {
                        continue;
                    }
                    loop {
                        safe_select! {
                            item = feed.items.recv() => match item {
                                Some(item) => seen.push(item),
                                None => break 'outer,
                            },
                            () = sleep(25 * MS) => break,
                            _ = feed.token.cancelled() => break 'outer,
                        }
                    }
                }
                else => break,
            }
        }
        seen
    }

    /// A connect that may be lost, against a shutdown.
    pub async fn connect(feed: &mut Feed, attempt: u64) -> Result<u64, &'static str> {
        async fn dial(attempt: u64) -> Result<u64, &'static str> {
            sleep(attempt as u32 * 20 * MS).await;
            Ok(attempt)
        }
        safe_select! {
            result = abandon(dial(attempt)) => result,
            _ = feed.token.cancelled() => Err("shutdown"),
            () = sleep(50 * MS) => Err("timeout"),
        }
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

    /// Graceful shutdown: stop taking, finish what has been taken.
    pub async fn graceful(feed: &mut Feed) -> (u32, u32) {
        let mut pending = Checkpoint::new();
        let mut current = None;
        let (mut taken, mut stored) = (0, 0);
        loop {
            safe_select! {
                biased;
                () = feed.token.cancelled(), if current.is_none() => break,
                result = async {
                    match &current {
                        Some(item) => store(&mut pending, &feed.log, &feed.out, item).await,
                        None => std::future::pending().await,
                    }
                } => {
                    result.unwrap();
                    current = None;
                    stored += 1;
                }
                item = feed.items.recv(), if current.is_none() => match item {
                    Some(item) => {
                        taken += 1;
                        current = Some(item);
                    }
                    None => break,
                },
            }
        }
        (taken, stored)
    }

    /// An actor: its state, its mail, its timer.
    pub struct Actor {
        pub feed: Feed,
        pub total: u32,
        pub saved: Vec<u32>,
        pub ticks: u32,
        pub saving: ActorSaveCheckpoint,
    }

    #[cancel_safe]
    impl Actor {
        pub fn new(log: Log) -> Self {
            let feed = Feed::new(log);
            Actor { feed, total: 0, saved: vec![], ticks: 0, saving: Checkpoint::new() }
        }

        /// Saves the total, in two steps.
        #[cancel_safe(stored_in = self.saving)]
        pub async fn save(&mut self) -> u32 {
            let total = self.total;
            sleep(7 * MS).await;
            self.saved.push(total);
            self.feed.out.send(total).await.ok();
            total
        }

        pub async fn run(&mut self) -> (u32, Vec<u32>) {
            loop {
                let dirty = self.saved.last() != Some(&self.total);
                if dirty {
                    let token = self.feed.token.clone();
                    safe_select! {
                        biased;
                        total = self.save() => debug!(total, "saved"),
                        () = token.cancelled() => break,
                        () = sleep(2 * MS) => self.ticks += 1,
                    }
                    continue;
                }
                safe_select! {
                    biased;
                    () = self.feed.token.cancelled() => break,
                    item = recv(&mut self.feed.items) => match item {
                        Some(item) => self.total += item,
                        None => break,
                    },
                }
            }
            (self.total, self.saved.clone())
        }
    }

    /// A forwarder.
    #[cancel_safe(stateless)]
    async fn recv(items: &mut mpsc::Receiver<u32>) -> Option<u32> {
        items.recv().await
    }

    /// Reconnects with backoff while requests wait.
    pub async fn backoff(feed: &mut Feed) -> (usize, VecDeque<u32>) {
        let mut waiting = VecDeque::new();
        let mut delay = 5 * MS;
        let mut attempts = 0;
        let mut retry = pin!(sleep(delay));
        while attempts < 4 {
            safe_select! {
                _ = retry.as_mut() => {
                    attempts += 1;
                    delay *= 2;
                    retry.as_mut().reset(Instant::now() + delay);
                }
                item = feed.items.recv() => waiting.extend(item),
            }
        }
        (attempts, waiting)
    }

    /// Health of several parts, of which one fails.
    pub async fn supervise(feed: &mut Feed) -> Vec<String> {
        let mut parts: BTreeMap<&str, JoinHandle<u32>> = BTreeMap::new();
        for (name, ms) in [("a", 12), ("b", 34)] {
            parts.insert(
                name,
                tokio::spawn(async move {
                    sleep(ms * MS).await;
                    ms
                }),
            );
        }
        let mut a = parts.remove("a").unwrap();
        let mut b = parts.remove("b").unwrap();
        let (mut a_runs, mut b_runs) = (true, true);
        let mut log = Vec::new();
        while a_runs || b_runs {
            safe_select! {
                a = &mut a, if a_runs => {
                    a_runs = false;
                    log.push(format!("a {a:?}"));
                }
                b = &mut b, if b_runs => {
                    b_runs = false;
                    log.push(format!("b {b:?}"));
                }
                Some(item) = feed.items.recv() => log.push(format!("item {item}")),
                else => unreachable!(),
            }
        }
        log
    }

    /// A boxed future that is replaced.
    pub async fn replaced(feed: &mut Feed) -> Vec<u32> {
        fn fetch(n: u32) -> BoxFuture<'static, u32> {
            async move {
                sleep(8 * MS).await;
                n + 1
            }
            .boxed()
        }
        let mut current = fetch(0);
        let mut results = vec![];
        loop {
            safe_select! {
                n = &mut current => {
                    results.push(n);
                    current = fetch(n);
                }
                _ = feed.token.cancelled() => return results,
            }
        }
    }

    /// Several sources, each of which may end.
    pub async fn until_all_end(feed: &mut Feed) -> (u32, usize) {
        let (mut items_open, mut commands_open) = (true, true);
        let (mut sum, mut count) = (0, 0);
        while items_open || commands_open {
            safe_select! {
                item = feed.items.recv(), if items_open => match item {
                    Some(item) => sum += item,
                    None => items_open = false,
                },
                command = feed.commands.recv(), if commands_open => {
                    if command.is_none() {
                        commands_open = false;
                    } else {
                        count += 1;
                    }
                }
                else => break,
            }
        }
        (sum, count)
    }

    /// A timeout around the next item, and what came in the meantime.
    pub async fn timeouts(feed: &mut Feed) -> Vec<Option<u32>> {
        let mut seen = Vec::new();
        loop {
            safe_select! {
                result = timeout(12 * MS, feed.items.recv()) => match result {
                    Ok(None) => return seen,
                    Ok(item) => seen.push(item),
                    Err(_) => seen.push(None),
                },
                _ = feed.token.cancelled() => return seen,
            }
        }
    }
}

/// A test: the loop does what the same one with `tokio::select!` does.
macro_rules! like_tokio {
    ($($name:ident $(($arg:expr))?;)+) => {$(
        #[test]
        fn $name() {
            let run = |annotated: bool| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .start_paused(true)
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    let log = Log::new();
                    let mut feed = Feed::new(log.clone());
                    let output = match annotated {
                        true => format!("{:?}", code::annotated::$name(&mut feed $(, $arg)?).await),
                        false => format!("{:?}", code::plain::$name(&mut feed $(, $arg)?).await),
                    };
                    (output, log.effects())
                })
            };
            let (output, effects) = run(false);
            println!("{output} {effects:?}");
            assert_eq!(run(true), (output, effects));
        }
    )+};
}

like_tokio! {
    work_until_cancelled;
    kept_token;
    commands_first;
    debounce;
    batches;
    first_of_tasks;
    task_with_deadline;
    in_flight;
    streams;
    lines;
    bytes;
    leader;
    request_reply;
    session;
    delays;
    permits;
    optional;
    reserve;
    nested;
    connect(2);
    framed;
    backoff;
    supervise;
    replaced;
    until_all_end;
    timeouts;
}

#[tokio::test(start_paused = true)]
async fn own_work() {
    let log = Log::new();
    let output = code::annotated::own_work(&mut Feed::new(log.clone())).await;
    assert_eq!(output.0, [1, 2, 3, 4, 5]);
    let taken = ["taken 100", "taken 200", "taken 300", "taken 400", "taken 500"];
    assert_eq!(log.effects()[..4], taken[..4]);
}

#[tokio::test(start_paused = true)]
async fn graceful() {
    let output = code::annotated::graceful(&mut Feed::new(Log::new())).await;
    assert_eq!(output, (5, 5));
}

#[tokio::test(start_paused = true)]
async fn actor() {
    let (total, saved) = code::annotated::Actor::new(Log::new()).run().await;
    assert_eq!((total, saved.last()), (15, Some(&15)));
}
