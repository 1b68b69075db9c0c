//! Actors, batchers, fan-out, fan-in, subscriptions: functions between channels.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use cancel_safe::testing::Log;
use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use futures::SinkExt;
use tokio::select;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{debug, info, trace, warn};
use twins::twins;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What an actor is asked.
#[derive(Debug)]
pub enum Command {
    Get { key: String, reply: oneshot::Sender<Option<u32>> },
    Set(String, u32),
    Sum { reply: oneshot::Sender<u32> },
    Watch(mpsc::Sender<(String, u32)>),
    Stop,
}

/// What happens to a subscriber.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Joined(u32),
    Said { from: u32, text: String },
    Left(u32),
}

fn filled<T>(items: impl IntoIterator<Item = T>) -> mpsc::Receiver<T> {
    let (tx, rx) = mpsc::channel(64);
    for item in items {
        tx.try_send(item).unwrap_or_else(|_| panic!("there is room"));
    }
    rx
}

/// A receiver that takes one item each millisecond, and records it.
fn slow<T: std::fmt::Debug + Send + 'static>(log: Log, name: &'static str) -> mpsc::Sender<T> {
    let (tx, mut rx) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Some(item) = rx.recv().await {
            log.record(format_args!("{name} {item:?}"));
            sleep(Duration::from_millis(1)).await;
        }
    });
    tx
}

#[twins]
mod code {
    /// A map in the hands of one task.
    pub struct Store {
        map: BTreeMap<String, u32>,
        watchers: Vec<mpsc::Sender<(String, u32)>>,
    }

    #[cancel_safe]
    impl Store {
        pub fn new() -> Self {
            Store { map: BTreeMap::new(), watchers: Vec::new() }
        }

        #[cancel_safe]
        pub async fn run(&mut self, commands: &mut mpsc::Receiver<Command>) -> usize {
            let mut handled = 0usize;
            while let Some(command) = commands.recv().await {
                debug!(?command, "handling");
                match command {
                    Command::Get { key, reply } => {
                        let _ = reply.send(self.map.get(&key).copied());
                    }
                    Command::Set(key, value) => {
                        let old = self.map.insert(key.clone(), value);
                        if old != Some(value) {
                            self.notify(&mut Checkpoint::with((key, value))).await;
                        }
                    }
                    Command::Sum { reply } => {
                        let sum = self.map.values().sum();
                        if reply.send(sum).is_err() {
                            warn!("nobody waits for the sum");
                        }
                    }
                    Command::Watch(watcher) => self.watchers.push(watcher),
                    Command::Stop => break,
                }
                handled += 1;
            }
            handled
        }

        #[cancel_safe]
        async fn notify(&mut self, key: String, value: u32) {
            let mut closed = Vec::new();
            for (index, watcher) in self.watchers.iter().enumerate() {
                if watcher.send((key.clone(), value)).await.is_err() {
                    closed.push(index);
                }
            }
            for index in closed.into_iter().rev() {
                self.watchers.swap_remove(index);
            }
        }
    }

    /// Collects items until there are enough of them, or the first has waited too long.
    #[cancel_safe]
    pub async fn batch(
        rx: &mut mpsc::Receiver<u32>,
        tx: &mpsc::Sender<Vec<u32>>,
        max: usize,
        linger: Duration,
    ) -> Result<usize, BoxError> {
        let mut batches = 0;
        loop {
            let Some(first) = rx.recv().await else {
                return Ok(batches);
            };
            let mut batch = Vec::with_capacity(max);
            batch.push(first);
            let deadline = Instant::now() + linger;
            while batch.len() < max {
                match timeout_at(deadline, rx.recv()).await {
                    Ok(Some(item)) => batch.push(item),
                    Ok(None) => break,
                    Err(_) => break,
                }
            }
            trace!(len = batch.len(), "flushing");
            tx.send(batch).await?;
            batches += 1;
        }
    }

    /// Sends each event to all subscribers but its sender, and forgets those that are gone.
    #[cancel_safe]
    pub async fn fan_out(
        events: &mut mpsc::UnboundedReceiver<Event>,
        subscribers: &mut HashMap<u32, mpsc::Sender<Event>>,
    ) {
        while let Some(event) = events.recv().await {
            let from = match &event {
                Event::Joined(id) | Event::Left(id) => *id,
                Event::Said { from, .. } => *from,
            };
            let mut ids: Vec<_> = subscribers.keys().copied().filter(|id| *id != from).collect();
            ids.sort_unstable();
            for id in ids {
                #[rederive]
                let Some(tx) = subscribers.get(&id) else { continue };
                if let Err(error) = tx.send(event.clone()).await {
                    warn!(%error, id, "subscriber is gone");
                    subscribers.remove(&id);
                }
            }
            if let Event::Left(id) = event {
                subscribers.remove(&id);
            }
        }
    }

    /// One stream out of two: whichever has something.
    #[cancel_safe]
    pub async fn merge(
        left: &mut mpsc::Receiver<u32>,
        right: &mut mpsc::Receiver<u32>,
        out: &mpsc::Sender<(char, u32)>,
    ) -> usize {
        let (mut left_open, mut right_open) = (true, true);
        let mut count = 0;
        while left_open || right_open {
            let item = safe_select! {
                biased;
                item = left.recv(), if left_open => match item {
                    Some(item) => ('l', item),
                    None => {
                        left_open = false;
                        continue;
                    }
                },
                item = right.recv(), if right_open => match item {
                    Some(item) => ('r', item),
                    None => {
                        right_open = false;
                        continue;
                    }
                },
                else => break,
            };
            count += 1;
            if out.send(item).await.is_err() {
                break;
            }
        }
        count
    }

    /// Follows a value, and reports each change once.
    #[cancel_safe]
    pub async fn follow(
        config: &mut watch::Receiver<u32>,
        applied: &mpsc::Sender<String>,
    ) -> Result<u32, BoxError> {
        let mut current = *config.borrow_and_update();
        applied.send(format!("start with {current}")).await?;
        while config.changed().await.is_ok() {
            let next = *config.borrow_and_update();
            if next == current {
                continue;
            }
            applied.send(format!("{current} -> {next}")).await?;
            current = next;
            if current == 0 {
                break;
            }
        }
        Ok(current)
    }

    /// Forwards a broadcast, and says how much has been missed.
    #[cancel_safe]
    pub async fn relay(
        rx: &mut broadcast::Receiver<u32>,
        tx: &async_channel::Sender<Result<u32, u64>>,
    ) -> u64 {
        let mut missed = 0;
        loop {
            match rx.recv().await {
                Ok(item) => {
                    if tx.send(Ok(item)).await.is_err() {
                        return missed;
                    }
                }
                Err(broadcast::error::RecvError::Lagged(n)) => {
                    missed += n;
                    let _ = tx.send(Err(n)).await;
                }
                Err(broadcast::error::RecvError::Closed) => break,
            }
        }
        missed
    }

    /// Runs jobs with at most `limit` at a time, and sums what they return.
    #[cancel_safe]
    pub async fn run_jobs(jobs: &mut mpsc::Receiver<u32>, limit: usize) -> u32 {
        let mut running = JoinSet::new();
        let mut sum = 0;
        while let Some(job) = jobs.recv().await {
            while running.len() >= limit {
                if let Some(done) = running.join_next().await {
                    sum += done.unwrap_or(0);
                }
            }
            running.spawn(async move {
                sleep(Duration::from_millis(job.into())).await;
                job * 2
            });
        }
        while let Some(result) = running.join_next().await {
            match result {
                Ok(value) => sum += value,
                Err(error) => warn!(%error, "a job has failed"),
            }
        }
        sum
    }

    /// Asks a store and waits for the answer.
    #[cancel_safe]
    pub async fn get(commands: &mpsc::Sender<Command>, key: &str) -> Result<Option<u32>, BoxError> {
        let (tx, mut rx) = oneshot::channel();
        commands
            .send(Command::Get { key: key.to_string(), reply: tx })
            .await
            .map_err(|_| "the store is gone")?;
        let value = (&mut rx).await?;
        info!(key, ?value, "got");
        Ok(value)
    }

    /// The same, as one writes it without a thought of cancels.
    #[cancel_safe]
    pub async fn sum(commands: &mpsc::Sender<Command>) -> Option<u32> {
        let (reply, rx) = oneshot::channel();
        commands.send(Command::Sum { reply }).await.ok()?;
        rx.await.ok()
    }

    /// A pipeline over three kinds of channel.
    #[cancel_safe]
    pub async fn pipeline(
        input: &flume::Receiver<String>,
        output: &mut futures::channel::mpsc::Sender<usize>,
        errors: &async_channel::Sender<String>,
    ) -> usize {
        let mut seen = HashSet::new();
        while let Ok(line) = input.recv_async().await {
            let line = line.trim().to_owned();
            if !seen.insert(line.clone()) {
                errors.send(format!("twice: {line}")).await.ok();
                continue;
            }
            let Ok(number) = line.parse::<usize>() else {
                if errors.send(line).await.is_err() {
                    break;
                }
                continue;
            };
            if output.send(number).await.is_err() {
                break;
            }
        }
        output.close().await.ok();
        seen.len()
    }
}

same! {
    fn run_store in code on tokio;
    setup: |log| {
        let (reply, _) = oneshot::channel();
        let (watcher, gone) = (slow(log, "changed"), mpsc::channel(1).0);
        let set = |key: &str, value| Command::Set(key.into(), value);
        let commands = filled([
            Command::Watch(gone), Command::Watch(watcher), set("a", 1), set("b", 2), set("a", 1),
            Command::Sum { reply }, set("a", 3), Command::Stop, set("b", 5),
        ]);
        (Store::new(), commands)
    };
    plain: |(store, commands)| store.run(commands);
    annotated: |(store, commands), pending| store.run(pending, commands);
}

same! {
    fn batch in code on tokio;
    setup: |log| (filled(1..=7), slow(log, "batch"));
    plain: |(rx, tx)| batch(rx, tx, 3, Duration::from_secs(1));
    annotated: |(rx, tx), pending| batch(pending, rx, tx);
    owned: (3, Duration::from_secs(1));
}

same! {
    fn fan_out in code on tokio;
    setup: |log| {
        let (tx, rx) = mpsc::unbounded_channel();
        let said = Event::Said { from: 1, text: "hello".into() };
        for event in [Event::Joined(1), said, Event::Left(2), Event::Joined(3)] {
            tx.send(event).unwrap();
        }
        let subscribers = HashMap::from([
            (1, slow(log.clone(), "1")), (2, slow(log, "2")), (3, mpsc::channel(1).0),
        ]);
        (rx, subscribers)
    };
    plain: |(events, subscribers)| fan_out(events, subscribers);
    annotated: |(events, subscribers), pending| fan_out(pending, events, subscribers);
    left: |(_, subscribers)| subscribers.len();
}

same! {
    fn merge in code on tokio;
    setup: |log| (filled([1, 2, 3]), filled([4, 5]), slow(log, "item"));
    plain: |(left, right, out)| merge(left, right, out);
    annotated: |(left, right, out), pending| merge(pending, left, right, out);
}

same! {
    fn follow in code on tokio;
    setup: |log| {
        let (tx, rx) = watch::channel(7);
        tokio::spawn(async move {
            for value in [7, 8, 9, 0] {
                sleep(Duration::from_secs(1)).await;
                tx.send(value).unwrap();
            }
        });
        (rx, slow(log, "config"))
    };
    plain: |(config, applied)| follow(config, applied);
    annotated: |(config, applied), pending| follow(pending, config, applied);
}

same! {
    fn relay in code on tokio;
    setup: |_| {
        let (tx, rx) = broadcast::channel(2);
        (1..=4).for_each(|item| drop(tx.send(item)));
        (rx, async_channel::unbounded())
    };
    plain: |(rx, (tx, _))| relay(rx, tx);
    annotated: |(rx, (tx, _)), pending| relay(pending, rx, tx);
    left: |(_, (_, out))| std::iter::from_fn(|| out.try_recv().ok()).collect::<Vec<_>>();
}

same! {
    fn run_jobs in code on tokio;
    setup: |_| filled([3, 1, 2]);
    plain: |jobs| run_jobs(jobs, 2);
    annotated: |jobs, pending| run_jobs(pending, jobs);
    owned: 2;
}

/// A store that answers after a while.
fn store(log: Log) -> mpsc::Sender<Command> {
    let (tx, mut rx) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Some(command) = rx.recv().await {
            log.record(format_args!(
                "{}",
                match &command {
                    Command::Get { key, .. } => key,
                    _ => "another",
                }
            ));
            sleep(Duration::from_millis(5)).await;
            match command {
                Command::Get { key, reply } => drop(reply.send(Some(key.len() as u32))),
                Command::Sum { reply } => drop(reply.send(6)),
                _ => {}
            }
        }
    });
    tx
}

same! {
    fn get in code on tokio;
    setup: |log| store(log);
    plain: |store| get(store, "key");
    annotated: |store, pending| get(pending, store, "key");
}

same! {
    fn sum in code on tokio;
    setup: |log| store(log);
    plain: |store| sum(store);
    annotated: |store, pending| sum(pending, store);
}

same! {
    fn pipeline in code on tokio;
    setup: |_| {
        let (tx, rx) = flume::unbounded();
        ["1", "a", " 2", "1 "].iter().for_each(|line| tx.send(line.to_string()).unwrap());
        (rx, futures::channel::mpsc::channel(8), async_channel::unbounded())
    };
    plain: |(input, (output, _), (errors, _))| pipeline(input, output, errors);
    annotated: |(input, (output, _), (errors, _)), pending| pipeline(pending, input, output, errors);
    left: |(_, (_, numbers), (_, errors))| (
        std::iter::from_fn(|| numbers.try_recv().ok()).collect::<Vec<_>>(),
        std::iter::from_fn(|| errors.try_recv().ok()).collect::<Vec<_>>(),
    );
}
