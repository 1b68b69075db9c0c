//! Selects as they are written in servers, daemons and supervisors. That they compile is the test:
//! what each of them waits for is cancel-safe, and none of them says so.

#![allow(dead_code)]
#![deny(warnings)]

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use cancel_safe::{abandon, requeue, safe_select};
use futures::stream::{FuturesUnordered, StreamExt as _};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream, UdpSocket, UnixListener};
use tokio::process::Child;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Mutex, Notify, Semaphore, broadcast, mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

async fn serve(_: TcpStream, _: SocketAddr, _: CancellationToken) -> io::Result<()> {
    Ok(())
}

/// Accepts until the token says stop, and reaps the connections.
async fn accept_loop(listener: TcpListener, token: CancellationToken) -> io::Result<()> {
    let mut connections = JoinSet::new();
    loop {
        safe_select! {
            biased;
            _ = token.cancelled() => break,
            Some(ended) = connections.join_next(), if !connections.is_empty() => {
                if let Err(error) = ended {
                    eprintln!("a connection panicked: {error}");
                }
            }
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(serve(stream, peer, token.child_token()));
                }
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
                Err(error) => return Err(error),
            },
        }
    }
    connections.shutdown().await;
    Ok(())
}

/// Accepts only while a permit is free.
async fn limited(listener: TcpListener, limit: Arc<Semaphore>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let permit = safe_select! {
            permit = requeue(limit.clone().acquire_owned()) => permit.expect("never closed"),
            _ = stop.changed() => return,
        };
        let (stream, peer) = safe_select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(_) => continue,
            },
            _ = stop.changed() => return,
        };
        tokio::spawn(async move {
            let _permit = permit;
            serve(stream, peer, CancellationToken::new()).await
        });
    }
}

/// Waits for any of the signals that end a daemon.
async fn shutdown_signal() -> io::Result<&'static str> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(safe_select! {
        result = abandon(tokio::signal::ctrl_c()) => { result?; "interrupt" }
        _ = terminate.recv() => "terminate",
        _ = hangup.recv() => "hangup",
    })
}

/// Runs until the work ends or a signal comes, and gives it some time after that.
async fn run_until_signal(work: JoinHandle<()>, signals: &mut [Signal; 2]) -> bool {
    let mut work = work;
    let [first, second] = signals;
    safe_select! {
        _ = &mut work => return true,
        _ = first.recv() => {}
        _ = second.recv() => {}
    }
    safe_select! {
        _ = &mut work => true,
        _ = sleep(Duration::from_secs(5)) => {
            work.abort();
            false
        }
    }
}

enum Command {
    Get { key: String, answer: oneshot::Sender<Option<String>> },
    Set(String, String),
}

struct Actor {
    inbox: mpsc::Receiver<Command>,
    values: HashMap<String, String>,
    tick: Interval,
    config: watch::Receiver<Duration>,
    idle: Duration,
}

impl Actor {
    fn handle(&mut self, command: Command) {
        match command {
            Command::Get { key, answer } => {
                let _ = answer.send(self.values.get(&key).cloned());
            }
            Command::Set(key, value) => drop(self.values.insert(key, value)),
        }
    }

    /// The loop of an actor: mailbox, timer, configuration, idle limit.
    async fn run(mut self) {
        self.tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            safe_select! {
                command = self.inbox.recv() => match command {
                    Some(command) => self.handle(command),
                    None => break,
                },
                now = self.tick.tick() => self.sweep(now),
                Ok(()) | Err(_) = self.config.changed() => {
                    self.tick = interval(*self.config.borrow_and_update());
                }
                () = sleep(self.idle) => {
                    println!("idle");
                }
            }
        }
    }

    fn sweep(&mut self, _: Instant) {
        self.values.retain(|_, value| !value.is_empty());
    }

    /// Takes many commands at once.
    async fn run_batches(mut self) {
        let mut batch = Vec::with_capacity(16);
        while safe_select! {
            n = self.inbox.recv_many(&mut batch, 16) => n > 0,
            _ = self.tick.tick() => true,
        } {
            for command in batch.drain(..) {
                self.handle(command);
            }
        }
    }
}

/// Lines of a child's output, until it exits.
async fn supervise(child: &mut Child, lines: &mpsc::UnboundedSender<String>) -> io::Result<i32> {
    let mut out = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut err = BufReader::new(child.stderr.take().expect("piped")).lines();
    let (mut out_open, mut err_open) = (true, true);
    loop {
        safe_select! {
            line = out.next_line(), if out_open => match line? {
                Some(line) => drop(lines.send(line)),
                None => out_open = false,
            },
            line = err.next_line(), if err_open => match line? {
                Some(line) => drop(lines.send(line)),
                None => err_open = false,
            },
            status = child.wait(), if !out_open && !err_open => {
                return Ok(status?.code().unwrap_or(-1));
            }
            _ = lines.closed() => {
                child.start_kill()?;
                (out_open, err_open) = (false, false);
            }
        }
    }
}

/// Restarts what has failed, with a growing delay in between.
async fn keep_alive(mut stop: broadcast::Receiver<()>, work: impl AsyncFn() -> Result<(), ()>) {
    let mut delay = Duration::from_millis(100);
    loop {
        let result = safe_select! {
            result = abandon(work()) => result,
            _ = stop.recv() => return,
        };
        if result.is_ok() {
            return;
        }
        safe_select! {
            _ = sleep(delay) => delay = (delay * 2).min(Duration::from_secs(60)),
            _ = stop.recv() => return,
        }
    }
}

/// Receives datagrams, and forgets peers that are silent.
async fn datagrams(socket: &UdpSocket, peers: &mut HashMap<SocketAddr, Instant>) -> io::Result<()> {
    let mut buffer = [0; 1500];
    let mut cleanup = interval(Duration::from_secs(30));
    loop {
        safe_select! {
            received = socket.recv_from(&mut buffer) => {
                let (length, peer) = received?;
                peers.insert(peer, Instant::now());
                println!("{peer}: {:?}", &buffer[..length]);
            }
            now = cleanup.tick() => peers.retain(|_, seen| now - *seen < Duration::from_secs(60)),
        }
    }
}

/// Two listeners, one of them optional.
async fn two_listeners(tcp: &TcpListener, unix: Option<&UnixListener>) -> io::Result<()> {
    safe_select! {
        accepted = tcp.accept() => drop(accepted?),
        accepted = async {
            match unix {
                Some(unix) => unix.accept().await,
                None => std::future::pending().await,
            }
        } => drop(accepted?),
    }
    Ok(())
}

/// A deadline that moves.
async fn session(stream: &mut TcpStream, limit: Duration) -> io::Result<usize> {
    let mut deadline = pin!(sleep(limit));
    let mut buffer = vec![0; 4096];
    let mut total = 0;
    loop {
        safe_select! {
            n = stream.read(&mut buffer) => match n? {
                0 => return Ok(total),
                n => {
                    total += n;
                    deadline.as_mut().reset(Instant::now() + limit);
                }
            },
            _ = deadline.as_mut() => return Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

/// Work in progress, new work, and the end of both.
async fn pool(
    mut jobs: mpsc::Receiver<Pin<Box<dyn Future<Output = u32> + Send>>>,
    limit: usize,
) -> u32 {
    let mut running = FuturesUnordered::new();
    let mut sum = 0;
    let mut open = true;
    while open || !running.is_empty() {
        safe_select! {
            job = jobs.recv(), if open && running.len() < limit => match job {
                Some(job) => running.push(job),
                None => open = false,
            },
            Some(result) = running.next() => sum += result,
            else => break,
        }
    }
    sum
}

/// State behind a lock, woken by a notification.
struct Shared {
    queue: Mutex<Vec<u32>>,
    wake: Notify,
    stopped: CancellationToken,
    tasks: TaskTracker,
}

impl Shared {
    async fn worker(self: Arc<Self>) {
        loop {
            let woken = self.wake.notified();
            let mut woken = pin!(woken);
            woken.as_mut().enable();
            if let Some(item) = self.queue.lock().await.pop() {
                println!("{item}");
                continue;
            }
            safe_select! {
                _ = &mut woken => {}
                _ = self.stopped.cancelled() => return,
            }
        }
    }

    async fn drain(&self) -> bool {
        self.tasks.close();
        safe_select! {
            _ = self.tasks.wait() => true,
            _ = sleep_until(Instant::now() + Duration::from_secs(10)) => false,
        }
    }

    async fn guarded(&self) -> Option<u32> {
        safe_select! {
            mut queue = requeue(self.queue.lock()) => queue.pop(),
            _ = self.stopped.cancelled() => None,
        }
    }
}

/// Lost events do not end the loop.
async fn subscribe(mut events: broadcast::Receiver<u32>, mut quit: oneshot::Receiver<()>) -> u32 {
    let mut seen = 0;
    'events: loop {
        let event = safe_select! {
            event = events.recv() => event,
            _ = &mut quit => break 'events,
        };
        match event {
            Ok(event) => seen += event,
            Err(broadcast::error::RecvError::Lagged(n)) => eprintln!("{n} events lost"),
            Err(broadcast::error::RecvError::Closed) => break,
        }
    }
    seen
}

/// Health checks with a limit of their own.
async fn health(mut checks: mpsc::Receiver<u8>, mut every: Interval) -> Result<(), String> {
    let mut missed = 0;
    loop {
        safe_select! {
            check = timeout(Duration::from_secs(1), checks.recv()) => match check {
                Ok(Some(_)) => missed = 0,
                Ok(None) => return Ok(()),
                Err(_) if missed > 3 => return Err(format!("{missed} checks missed")),
                Err(_) => missed += 1,
            },
            _ = every.tick() => println!("{missed}"),
        }
    }
}

#[tokio::test]
async fn an_actor_answers() {
    let (tx, inbox) = mpsc::channel(1);
    let (_config, config) = watch::channel(Duration::MAX);
    let tick = interval(Duration::from_secs(1));
    let actor = Actor { inbox, values: HashMap::new(), tick, config, idle: Duration::MAX };
    let actor = tokio::spawn(actor.run());
    let Ok(()) = tx.send(Command::Set("key".into(), "value".into())).await else { panic!() };
    let (answer, answered) = oneshot::channel();
    let Ok(()) = tx.send(Command::Get { key: "key".into(), answer }).await else { panic!() };
    assert_eq!(answered.await, Ok(Some("value".into())));
    drop(tx);
    actor.await.unwrap();
}

#[tokio::test]
async fn a_pool_works_off_what_it_has() {
    let (tx, jobs) = mpsc::channel(9);
    for n in 1..=9_u32 {
        let job = async move {
            tokio::task::yield_now().await;
            n
        };
        tx.try_send(Box::pin(job) as Pin<Box<dyn Future<Output = u32> + Send>>)
            .map_err(drop)
            .unwrap();
    }
    drop(tx);
    assert_eq!(pool(jobs, 2).await, 45);
}
