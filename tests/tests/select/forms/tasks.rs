//! Selects as they are written around tasks, timers and jobs. That they compile is the test: what
//! each of them waits for is cancel-safe, and none of them says so.

#![allow(dead_code)]
#![deny(warnings)]

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use cancel_safe::{abandon, requeue, safe_select};
use futures::future::{BoxFuture, FutureExt as _};
use futures::stream::StreamExt as _;
use tokio::sync::{Mutex, broadcast, mpsc, oneshot, watch};
use tokio::task::{Id, JoinHandle, JoinSet};
use tokio::time::{Instant, Interval, Sleep, interval, sleep, sleep_until, timeout_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::JoinMap;
use tokio_util::time::DelayQueue;

/// A task that counts, until it is told to stop or nobody listens.
fn ticker(tx: mpsc::Sender<u8>, token: CancellationToken, every: Duration) -> JoinHandle<u8> {
    tokio::spawn(async move {
        let mut ticks = interval(every);
        let mut count = 0;
        loop {
            safe_select! {
                () = token.cancelled() => return count,
                _ = ticks.tick() => {
                    count += 1;
                    if tx.send(count).await.is_err() {
                        return count;
                    }
                }
            }
        }
    })
}

/// A job that can be cancelled, and is asked for its result once.
struct Job {
    cancel: oneshot::Receiver<()>,
    done: Option<oneshot::Sender<u32>>,
    work: JoinHandle<u32>,
    steps: mpsc::UnboundedReceiver<&'static str>,
}

impl Job {
    async fn run(mut self) -> Vec<&'static str> {
        let mut seen = vec![];
        let result = loop {
            safe_select! {
                result = &mut self.work => break result.ok(),
                _ = &mut self.cancel => {
                    self.work.abort();
                    break None;
                }
                Some(step) = self.steps.recv() => seen.push(step),
            }
        };
        if let (Some(done), Some(result)) = (self.done.take(), result) {
            let _ = done.send(result);
        }
        seen
    }
}

/// Tasks by name, each with a limit.
async fn limited(mut tasks: JoinMap<String, u32>, mut limits: DelayQueue<String>) -> u32 {
    let mut sum = 0;
    while !tasks.is_empty() {
        safe_select! {
            Some((name, result)) = tasks.join_next() => match result {
                Ok(n) => sum += n,
                Err(error) => eprintln!("{name}: {error}"),
            },
            Some(expired) = limits.next(), if !limits.is_empty() => {
                tasks.abort(&expired.into_inner());
            }
            else => break,
        }
    }
    sum
}

/// What has failed is begun again, under the name that it had.
async fn restarted(
    mut tasks: JoinSet<Result<(), String>>,
    mut names: HashMap<Id, &'static str>,
    mut stop: broadcast::Receiver<()>,
) -> Vec<String> {
    let mut failures = vec![];
    loop {
        safe_select! {
            biased;
            _ = stop.recv() => {
                tasks.abort_all();
                return failures;
            }
            ended = tasks.join_next_with_id() => {
                let Some(ended) = ended else { return failures };
                let (id, failure) = match ended {
                    Ok((id, Ok(()))) => (id, None),
                    Ok((id, Err(failure))) => (id, Some(failure)),
                    Err(error) => (error.id(), Some(error.to_string())),
                };
                let name = names.remove(&id).unwrap_or("nameless");
                if let Some(failure) = failure {
                    failures.push(format!("{name}: {failure}"));
                    let again = tasks.spawn(std::future::ready(Ok(())));
                    names.insert(again.id(), name);
                }
            }
        }
    }
}

/// An idle limit that each message moves.
struct Idle {
    limit: Duration,
    timer: Pin<Box<Sleep>>,
    is_armed: bool,
}

impl Idle {
    async fn next(&mut self, rx: &mut mpsc::Receiver<u8>) -> Option<u8> {
        safe_select! {
            byte = rx.recv() => {
                self.timer.as_mut().reset(Instant::now() + self.limit);
                byte
            }
            () = &mut self.timer, if self.is_armed => None,
        }
    }
}

/// One request in flight, the others wait their turn.
async fn one_at_a_time(mut requests: mpsc::Receiver<BoxFuture<'static, u32>>) -> u32 {
    let (mut running, mut sum) = (None::<BoxFuture<'static, u32>>, 0);
    loop {
        safe_select! {
            answer = running.as_mut().unwrap(), if running.is_some() => {
                running = None;
                sum += answer;
            }
            Some(request) = requests.recv(), if running.is_none() => running = Some(request),
            else => return sum,
        }
    }
}

/// Acts when there has been quiet for a while.
async fn debounced(mut changes: mpsc::Receiver<u32>, quiet: Duration) -> Vec<u32> {
    let (mut acted, mut latest) = (vec![], None);
    let mut until = Instant::now();
    loop {
        safe_select! {
            change = changes.recv() => match change {
                Some(change) => {
                    latest = Some(change);
                    until = Instant::now() + quiet;
                }
                None => break,
            },
            () = sleep_until(until), if latest.is_some() => acted.extend(latest.take()),
        }
    }
    acted.extend(latest);
    acted
}

/// At most one item for each tick.
async fn throttled(
    mut rx: mpsc::Receiver<u32>,
    mut pace: Interval,
    tx: mpsc::UnboundedSender<u32>,
) {
    let mut queue = VecDeque::new();
    let mut is_open = true;
    while is_open || !queue.is_empty() {
        safe_select! {
            item = rx.recv(), if is_open => match item {
                Some(item) => queue.push_back(item),
                None => is_open = false,
            },
            _ = pace.tick(), if !queue.is_empty() => {
                if let Some(item) = queue.pop_front() && tx.send(item).is_err() {
                    return;
                }
            }
            else => break,
        }
    }
}

async fn connect(attempt: u32) -> Result<u32, u32> {
    tokio::task::yield_now().await;
    if attempt < 3 { Err(attempt) } else { Ok(attempt) }
}

/// The same pinned place holds one attempt after the other.
async fn attempts(mut stop: watch::Receiver<bool>, pause: Duration) -> ControlFlow<(), u32> {
    let mut number = 0;
    let mut attempt = pin!(connect(number));
    loop {
        safe_select! {
            result = attempt.as_mut() => match result {
                Ok(connected) => return ControlFlow::Continue(connected),
                Err(_) => {
                    sleep(pause).await;
                    number += 1;
                    attempt.set(connect(number));
                }
            },
            stopped = stop.wait_for(|stopped| *stopped) => {
                drop(stopped);
                return ControlFlow::Break(());
            }
        }
    }
}

/// Work that says from time to time how far it is.
async fn reported(work: impl Future<Output = u64>, done: &std::cell::Cell<u64>) -> (u64, Vec<u64>) {
    let (mut work, mut reports) = (pin!(work), vec![]);
    let mut every = interval(Duration::from_millis(10));
    every.tick().await;
    let total = loop {
        safe_select! {
            total = &mut work => break total,
            _ = every.tick() => reports.push(done.get()),
        }
    };
    (total, reports)
}

/// Why a loop has ended.
#[derive(Debug, PartialEq)]
enum Ended {
    Closed,
    Stopped,
    Silent,
}

/// On one thread, with what is not `Send`.
async fn local(
    rx: Rc<Mutex<mpsc::Receiver<u8>>>,
    token: &CancellationToken,
    limit: Duration,
) -> (usize, Ended) {
    let mut count = 0;
    let ended = loop {
        let mut rx = rx.lock().await;
        safe_select! {
            biased;
            () = token.cancelled() => break Ended::Stopped,
            item = rx.recv() => if item.is_some() { count += 1 } else { break Ended::Closed },
            () = sleep(limit) => break Ended::Silent,
        }
    };
    (count, ended)
}

/// First kindly, then not.
async fn shut_down(mut tasks: JoinSet<()>, signals: &mut broadcast::Receiver<()>) -> usize {
    let mut ended = 0;
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        safe_select! {
            task = timeout_at(deadline, tasks.join_next()) => match task {
                Ok(Some(_)) => ended += 1,
                Ok(None) => return ended,
                Err(_) => {
                    tasks.abort_all();
                    while tasks.join_next().await.is_some() {}
                    return ended;
                }
            },
            again = signals.recv() => {
                if matches!(again, Ok(()) | Err(broadcast::error::RecvError::Lagged(_))) {
                    tasks.abort_all();
                }
            }
        }
    }
}

/// A state machine that is polled.
trait Machine {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<u32>>;
}

async fn driven(machine: &mut dyn Machine, commands: &mut mpsc::Receiver<u32>) -> u32 {
    let mut sum = 0;
    loop {
        safe_select! {
            event = std::future::poll_fn(|cx| machine.poll_event(cx)) => match event {
                Some(event) => sum += event,
                None => return sum,
            },
            Some(command) = commands.recv() => sum += command,
        }
    }
}

/// Blocking work, that is not waited for any longer than it has to be.
async fn blocking(mut handle: JoinHandle<Vec<u8>>, token: CancellationToken) -> Option<Vec<u8>> {
    let stop = token.cancelled_owned().fuse();
    tokio::pin!(stop);
    safe_select! {
        bytes = &mut handle => bytes.ok(),
        () = &mut stop => {
            handle.abort();
            None
        }
    }
}

/// Whoever comes first takes the lock, and the other gives way.
async fn shared(state: Arc<Mutex<Vec<u32>>>, other: Arc<tokio::sync::RwLock<u32>>) -> u32 {
    safe_select! {
        mut state = requeue(state.lock()) => {
            state.push(1);
            state.len() as u32
        }
        other = requeue(other.read()) => *other,
    }
}

/// Whatever the caller wants done, until it has been enough.
async fn until<T>(mut work: impl AsyncFnMut() -> Option<T>, limit: Duration) -> Vec<T> {
    let (mut results, mut enough) = (vec![], pin!(sleep(limit)));
    loop {
        safe_select! {
            result = abandon(work()) => match result {
                Some(result) => results.push(result),
                None => return results,
            },
            () = enough.as_mut() => return results,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn quiet_is_waited_for() {
    let (tx, rx) = mpsc::channel(9);
    let acted = tokio::spawn(debounced(rx, Duration::from_millis(10)));
    for change in 0..4 {
        tx.send(change).await.unwrap();
        sleep(Duration::from_millis(if change == 1 { 20 } else { 2 })).await;
    }
    drop(tx);
    assert_eq!(acted.await.unwrap(), [1, 3]);
}

#[tokio::test(start_paused = true)]
async fn attempts_until_one_succeeds() {
    let (_stop, stopped) = watch::channel(false);
    assert_eq!(attempts(stopped, Duration::from_secs(1)).await, ControlFlow::Continue(3));
    let (_stop, stopped) = watch::channel(true);
    assert_eq!(attempts(stopped, Duration::MAX).await, ControlFlow::Break(()));
}

#[tokio::test]
async fn requests_take_turns() {
    let (tx, requests) = mpsc::channel(9);
    for n in 1..=3 {
        let request = async move {
            tokio::task::yield_now().await;
            n
        };
        tx.send(request.boxed()).await.unwrap();
    }
    drop(tx);
    assert_eq!(one_at_a_time(requests).await, 6);
}
