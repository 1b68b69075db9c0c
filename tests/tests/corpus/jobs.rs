//! Work in the background: a queue, a schedule, a lease.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use cancel_safe::cancel_safe;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tracing::debug;
use twins::twins;

use super::outside::{Cache, Database, Error, Outside, Producer, Result};

#[derive(Clone, Debug, PartialEq)]
pub enum JobKind {
    Email { to: String, body: String },
    Charge(i64),
    Reindex,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub id: u64,
    pub kind: JobKind,
    pub attempts: u32,
}

#[twins]
mod code {
    /// Jobs out of a channel; what fails goes back to the end of a queue.
    #[cancel_safe]
    pub async fn work(
        jobs: &mut mpsc::Receiver<Job>,
        database: &Database,
        events: &Producer,
    ) -> BTreeMap<u64, Result<u64>> {
        let mut backlog: VecDeque<Job> = VecDeque::new();
        let mut results = BTreeMap::new();
        loop {
            let mut job = match backlog.pop_front() {
                Some(job) if backlog.len() > 2 => job,
                Some(job) => match jobs.try_recv() {
                    Ok(new) => {
                        backlog.push_back(job);
                        new
                    }
                    Err(_) => job,
                },
                None => match jobs.recv().await {
                    Some(job) => job,
                    None => break,
                },
            };
            job.attempts += 1;
            let outcome = match &job.kind {
                JobKind::Email { to, body } => {
                    events.send("mail", Some(to), body.as_bytes()).await.map(|()| body.len() as u64)
                }
                JobKind::Charge(amount) if *amount <= 0 => {
                    Err(Error::Invalid { field: "amount", reason: amount.to_string() })
                }
                JobKind::Charge(amount) => database.execute("charge", &[&amount.to_string()]).await,
                JobKind::Reindex => {
                    let rows = database.fetch_page(0, 10).await;
                    rows.map(|rows| rows.len() as u64)
                }
            };
            match outcome {
                Err(error) if error.is_transient() && job.attempts < 3 => backlog.push_back(job),
                outcome => {
                    results.insert(job.id, outcome);
                }
            }
        }
        results
    }

    /// Every so often, without catching up on what was missed.
    #[cancel_safe]
    pub async fn schedule(
        database: &Database,
        tasks: &HashMap<String, Duration>,
        until: Duration,
    ) -> usize {
        let start = Instant::now();
        let mut due: BTreeMap<(Duration, String), Duration> =
            tasks.iter().map(|(name, every)| ((*every, name.clone()), *every)).collect();
        let mut runs = 0;
        while let Some(((at, name), every)) = due.pop_first() {
            if at > until {
                break;
            }
            sleep_until(start + at).await;
            let started = Instant::now();
            if let Err(error) = database.execute(&name, &[]).await {
                debug!(%error, name, "a run has failed");
            }
            runs += 1;
            let mut next = at + every;
            while start + next < started {
                next += every;
            }
            due.insert((next, name), every);
        }
        runs
    }

    /// Holds a lease while it works, and gives it back.
    #[cancel_safe]
    pub async fn with_lease(cache: &Cache, database: &Database, me: &str) -> Result<Option<u64>> {
        const KEY: &str = "lease";
        let mut tries = 0u32;
        while !cache.set_nx(KEY, me).await? {
            tries += 1;
            if cache.get(KEY).await?.as_deref() == Some(me) {
                break;
            }
            if tries == 3 {
                return Ok(None);
            }
            sleep(Duration::from_millis(u64::from(tries) * 10)).await;
            if tries == 2 {
                cache.del(KEY).await?;
            }
        }
        let mut after = 0;
        let result = loop {
            let page = match database.fetch_page(after, 2).await {
                Ok(page) => page,
                Err(error) => break Err(error),
            };
            let Some(last) = page.last() else { break Ok(Some(after)) };
            after = last.id;
            // Somebody else may have taken it.
            if cache.get(KEY).await?.is_none_or(|holder| holder != me) {
                return Err(Error::Conflict);
            }
        };
        cache.del(KEY).await?;
        result
    }
}

pub fn rows(outside: &Outside) -> Database {
    outside.database().with(&[(1, "a", 3), (2, "b", 4), (3, "a", 5), (7, "c", 1)])
}

fn filled(jobs: impl IntoIterator<Item = Job>) -> mpsc::Receiver<Job> {
    let (tx, rx) = mpsc::channel(8);
    jobs.into_iter().for_each(|job| tx.try_send(job).unwrap());
    rx
}

same! {
    fn work in code on tokio;
    setup: |log| {
        let outside = Outside::new(log).failing("charge", [Error::Unavailable]);
        let job = |id, kind| Job { id, kind, attempts: 0 };
        let jobs = filled([
            job(1, JobKind::Charge(5)), job(2, JobKind::Reindex), job(3, JobKind::Charge(-1)),
            job(4, JobKind::Email { to: "me".into(), body: "hi".into() }),
        ]);
        (jobs, rows(&outside), outside.producer())
    };
    plain: |(jobs, database, events)| work(jobs, database, events);
    annotated: |(jobs, database, events), pending| work(pending, jobs, database, events);
}

same! {
    fn schedule in code on tokio;
    setup: |log| {
        let tasks = [("slow", 50), ("quick", 20)];
        let tasks = tasks.map(|(name, every)| (name.to_owned(), Duration::from_millis(every)));
        (rows(&Outside::new(log).failing("slow", [Error::Conflict])), HashMap::from(tasks))
    };
    plain: |(database, tasks)| schedule(database, tasks, Duration::from_millis(100));
    annotated: |(database, tasks), pending| schedule(pending, database, tasks);
    owned: Duration::from_millis(100);
}

same! {
    fn with_lease in code on tokio;
    setup: |log| {
        let outside = Outside::new(log);
        (outside.cache().with(&[("lease", "other")]), rows(&outside))
    };
    plain: |(cache, database)| with_lease(cache, database, "me");
    annotated: |(cache, database), pending| with_lease(pending, cache, database, "me");
}
