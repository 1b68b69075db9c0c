//! Heartbeats, leases, polling, windows, and selects inside of annotated functions.

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use cancel_safe::testing::Log;
use cancel_safe::{Checkpoint, cancel_safe, requeue, safe_select};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::select;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use twins::twins;

const SECOND: Duration = Duration::from_secs(1);

type BoxError = Box<dyn Error + Send + Sync>;

/// A receiver of a message each second, and a sender to a slow taker.
fn channels(log: Log, count: u32) -> (mpsc::Receiver<u32>, mpsc::Sender<String>) {
    let (tx, rx) = mpsc::channel(1);
    let (out, mut taken) = mpsc::channel::<String>(1);
    tokio::spawn(async move {
        for n in 1..=count {
            sleep(SECOND).await;
            let _ = tx.send(n).await;
        }
    });
    tokio::spawn(async move {
        while let Some(text) = taken.recv().await {
            log.record(text);
            sleep(SECOND / 5).await;
        }
    });
    (rx, out)
}

#[twins]
mod code {
    /// Forwards, and says so when nothing comes.
    #[cancel_safe]
    pub async fn keep_alive(rx: &mut mpsc::Receiver<u32>, out: &mpsc::Sender<String>) -> usize {
        let mut pings = 0;
        loop {
            let item = safe_select! {
                item = rx.recv() => item,
                () = sleep(SECOND * 3 / 4) => {
                    pings += 1;
                    if out.send(format!("ping {pings}")).await.is_err() {
                        return pings;
                    }
                    continue;
                }
            };
            match item {
                Some(item) => {
                    let text = format!("item {item}");
                    out.send(text).await.ok();
                }
                None => break pings,
            }
        }
    }

    /// Items in windows of a fixed length.
    #[cancel_safe]
    pub async fn windows(
        rx: &mut mpsc::Receiver<u32>,
        out: &mpsc::Sender<String>,
        length: Duration,
    ) -> Result<Vec<u32>, BoxError> {
        let mut sums = vec![];
        let mut open = true;
        while open {
            let end = Instant::now() + length;
            let mut window = VecDeque::new();
            loop {
                safe_select! {
                    biased;
                    item = rx.recv() => {
                        let Some(item) = item else {
                            open = false;
                            break;
                        };
                        window.push_back(item);
                    }
                    () = sleep_until(end) => break,
                }
            }
            let sum: u32 = window.iter().sum();
            sums.push(sum);
            while let Some(item) = window.pop_front() {
                if item % 2 == 0 {
                    out.send(format!("{item} of {sum}")).await?;
                }
            }
        }
        Ok(sums)
    }

    /// Polls until something is ready, less and less often.
    #[cancel_safe]
    pub async fn poll_until_ready<F>(check: &mut F, limit: Duration) -> Result<u32, BoxError>
    where
        F: FnMut(u32) -> Result<Option<u32>, BoxError>,
    {
        let start = Instant::now();
        let mut delay = Duration::from_millis(10);
        for attempt in 0.. {
            if let Some(value) = check(attempt)? {
                return Ok(value + attempt);
            }
            if start.elapsed() + delay > limit {
                break;
            }
            sleep(delay).await;
            delay = delay.saturating_mul(2);
        }
        Err(format!("not ready after {:?}", limit).into())
    }

    /// A worker that is told to stop, and has some time to do so.
    #[cancel_safe]
    pub async fn stop_worker(
        token: &CancellationToken,
        worker: JoinHandle<u32>,
        grace: Duration,
    ) -> Option<u32> {
        token.cancel();
        let abort = worker.abort_handle();
        match timeout(grace, worker).await {
            Ok(Ok(value)) => Some(value),
            Ok(Err(_)) => None,
            Err(_) => {
                abort.abort();
                None
            }
        }
    }

    /// Starts all, and takes the answers as they come.
    #[cancel_safe]
    pub async fn gather(waits: &[u64], out: &mpsc::Sender<String>) -> Vec<u64> {
        let mut calls: FuturesUnordered<JoinHandle<u64>> = waits
            .iter()
            .map(|&wait| {
                tokio::spawn(async move {
                    sleep(Duration::from_millis(wait)).await;
                    wait
                })
            })
            .collect();
        let mut answers = Vec::with_capacity(waits.len());
        while let Some(answer) = calls.next().await {
            let Ok(answer) = answer else { continue };
            out.send(format!("after {answer}")).await.ok();
            answers.push(answer);
        }
        answers
    }

    /// Waits for a configuration that is complete, and applies it once.
    #[cancel_safe]
    pub async fn apply_config(
        config: &mut watch::Receiver<BTreeMap<&'static str, u32>>,
        out: &mpsc::Sender<String>,
    ) -> Result<u32, BoxError> {
        let (width, height) = loop {
            let found = {
                let config = config.borrow_and_update();
                config.get("width").copied().zip(config.get("height").copied())
            };
            match found {
                Some(size) => break size,
                None => config.changed().await?,
            }
        };
        let area = width.checked_mul(height).ok_or("too large")?;
        for (name, value) in [("width", width), ("height", height), ("area", area)] {
            out.send(format!("{name} = {value}")).await?;
        }
        Ok(area)
    }

    /// Leads while the lease lasts.
    pub struct Candidate {
        pub name: String,
        pub term: u64,
        pub history: Vec<String>,
    }

    #[cancel_safe]
    impl Candidate {
        /// Asks for the lease until it is granted, or the token says that it is over.
        #[cancel_safe]
        pub async fn campaign(
            &mut self,
            leases: &mut mpsc::Receiver<(u64, oneshot::Sender<()>)>,
            token: &CancellationToken,
        ) -> Result<u64, BoxError> {
            let mut retry = interval(SECOND / 2);
            let mut refused = 0;
            loop {
                safe_select! {
                    biased;
                    _ = token.cancelled() => return Err("over".into()),
                    lease = leases.recv() => {
                        let (term, ack) = lease.ok_or("no leases any more")?;
                        if term <= self.term {
                            refused += 1;
                            self.history.push(format!("stale {term}"));
                            continue;
                        }
                        self.term = term;
                        self.lead(_).await;
                        ack.send(()).map_err(|()| "nobody wants to know")?;
                        if refused > 0 {
                            return Ok(term);
                        }
                    }
                    _ = retry.tick() => self.history.push(format!("{} asks", self.name)),
                }
            }
        }

        #[cancel_safe]
        async fn lead(&mut self) {
            for step in ["begin", "work", "end"] {
                self.history.push(format!("{step} {}", self.term));
                sleep(SECOND / 7).await;
            }
        }
    }

    /// One at a time, with what the one before has left.
    #[cancel_safe]
    pub async fn chain(
        semaphore: &Arc<Semaphore>,
        jobs: Vec<Box<dyn FnOnce(u32) -> Pin<Box<dyn Future<Output = u32> + Send>> + Send>>,
    ) -> u32 {
        let mut value = 1;
        for job in jobs {
            let permit = requeue(semaphore.clone().acquire_owned()).await;
            let running = job(value);
            value = running.await;
            drop(permit);
        }
        value
    }
}

same! {
    fn keep_alive in code on tokio;
    setup: |log| channels(log, 2);
    plain: |(rx, out)| keep_alive(rx, out);
    annotated: |(rx, out), pending| keep_alive(pending, rx, out);
}

same! {
    fn windows in code on tokio;
    setup: |log| channels(log, 4);
    plain: |(rx, out)| windows(rx, out, SECOND * 5 / 2);
    annotated: |(rx, out), pending| windows(pending, rx, out);
    owned: SECOND * 5 / 2;
}

same! {
    fn poll_until_ready in code on tokio;
    setup: |log| move |attempt: u32| {
        log.record(format_args!("attempt {attempt}"));
        Ok((attempt == 3).then_some(7))
    };
    plain: |check| poll_until_ready(check, SECOND);
    annotated: |check, pending| poll_until_ready(pending, check);
    owned: SECOND;
}

same! {
    fn poll_in_vain in code on tokio;
    setup: |log| move |attempt: u32| {
        log.record(format_args!("attempt {attempt}"));
        Ok(None)
    };
    plain: |check| poll_until_ready(check, SECOND / 20);
    annotated: |check, pending| poll_until_ready(pending, check);
    owned: SECOND / 20;
}

same! {
    fn gather in code on tokio;
    setup: |log| channels(log, 0).1;
    plain: |out| gather(&[30, 10, 20], out);
    annotated: |out, pending| gather(pending, &[30, 10, 20], out);
}

same! {
    fn apply_config in code on tokio;
    setup: |log| {
        let (tx, rx) = watch::channel(BTreeMap::new());
        tokio::spawn(async move {
            for (name, value) in [("width", 3), ("depth", 4), ("height", 5)] {
                sleep(SECOND).await;
                tx.send_modify(|config| _ = config.insert(name, value));
            }
        });
        (rx, channels(log, 0).1)
    };
    plain: |(config, out)| apply_config(config, out);
    annotated: |(config, out), pending| apply_config(pending, config, out);
}

same! {
    fn campaign in code on tokio;
    setup: |log| {
        let (tx, leases) = mpsc::channel(1);
        let token = CancellationToken::new();
        tokio::spawn(async move {
            sleep(SECOND * 3 / 4).await;
            for term in [1, 1, 2] {
                let (ack, acked) = oneshot::channel();
                let _ = tx.send((term, ack)).await;
                log.record(format_args!("{term}: {:?}", acked.await));
            }
        });
        (Candidate { name: "me".into(), term: 0, history: vec![] }, leases, token)
    };
    plain: |(candidate, leases, token)| candidate.campaign(leases, token);
    annotated: |(candidate, leases, token), pending| candidate.campaign(pending, leases, token);
    left: |(candidate, ..)| candidate.history.iter().filter(|line| !line.contains("asks")).count();
}

#[tokio::test(start_paused = true)]
async fn stop_worker() {
    for (wait, expected) in [(1, Some(7)), (9, None)] {
        let token = CancellationToken::new();
        let told = token.clone();
        let worker = tokio::spawn(async move {
            told.cancelled().await;
            sleep(SECOND * wait).await;
            7
        });
        let mut pending = Checkpoint::with((worker, SECOND * 5));
        let stopped = loop {
            let limit = Duration::from_millis(300);
            match timeout(limit, code::annotated::stop_worker(&mut pending, &token)).await {
                Ok(stopped) => break stopped,
                Err(_) => assert!(pending.is_pending()),
            }
        };
        assert_eq!(stopped, expected);
    }
}
