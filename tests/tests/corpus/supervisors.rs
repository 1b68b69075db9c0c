//! Those who start tasks: how many at a time, in which order, until when.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cancel_safe::{cancel_safe, safe_select};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::select;
use tokio::sync::{Semaphore, broadcast, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::warn;
use twins::twins;

use super::hubs::filled;

#[twins]
mod code {
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

    /// At most so many at once, and none after the token is cancelled.
    #[cancel_safe]
    pub async fn run_limited(
        jobs: &mut mpsc::Receiver<u64>,
        token: &CancellationToken,
        permits: &Arc<Semaphore>,
    ) -> (Vec<u64>, usize) {
        let mut tasks: JoinSet<u64> = JoinSet::new();
        let mut done = vec![];
        loop {
            safe_select! {
                biased;
                _ = token.cancelled() => break,
                Some(result) = tasks.join_next() => match result {
                    Ok(value) => done.push(value),
                    Err(error) => warn!(%error, "a task has failed"),
                },
                job = jobs.recv() => {
                    let Some(millis) = job else { break };
                    let permit = cancel_safe::requeue(permits.clone().acquire_owned()).await;
                    tasks.spawn(async move {
                        let _permit = permit;
                        sleep(Duration::from_millis(millis)).await;
                        millis
                    });
                }
            }
        }
        jobs.close();
        while let Some(result) = tasks.join_next().await {
            done.extend(result.ok());
        }
        let mut dropped = 0;
        while jobs.recv().await.is_some() {
            dropped += 1;
        }
        (done, dropped)
    }

    /// Each part starts when those that it needs are ready.
    #[cancel_safe]
    pub async fn start_in_order(
        parts: &BTreeMap<&'static str, Vec<&'static str>>,
        started: &mpsc::Sender<&'static str>,
    ) -> Result<Vec<&'static str>, String> {
        let mut ready = Vec::new();
        let mut left: Vec<_> = parts.keys().copied().collect();
        while !left.is_empty() {
            let before = left.len();
            let mut index = 0;
            while index < left.len() {
                let part: &'static str = left[index];
                if parts[part].iter().all(|needed| ready.contains(needed)) {
                    started.send(part).await.map_err(|error| format!("{part}: {error}"))?;
                    sleep(Duration::from_millis(part.len() as u64)).await;
                    ready.push(left.remove(index));
                } else {
                    index += 1;
                }
            }
            if left.len() == before {
                return Err(left.join(", "));
            }
        }
        Ok(ready)
    }
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
    fn run_limited in code on tokio;
    setup: |_| (filled([30, 10, 20]), CancellationToken::new(), Arc::new(Semaphore::new(2)));
    plain: |(jobs, token, permits)| run_limited(jobs, token, permits);
    annotated: |(jobs, token, permits), pending| run_limited(pending, jobs, token, permits);
}

same! {
    fn start_in_order in code on tokio;
    setup: |_| (
        BTreeMap::from([("api", vec!["db", "log"]), ("db", vec!["log"]), ("log", vec![])]),
        mpsc::channel(8),
    );
    plain: |(parts, (started, _))| start_in_order(parts, started);
    annotated: |(parts, (started, _)), pending| start_in_order(pending, parts, started);
    left: |(_, (_, started))| std::iter::from_fn(|| started.try_recv().ok()).collect::<Vec<_>>();
}
