//! Work in the background: retries, breakers, sagas, schedules, leases, outboxes.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::future::Future;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use cancel_safe::cancel_safe;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, sleep, sleep_until};
use tracing::{debug, error, info, warn};
use twins::twins;

use super::outside::{Cache, Database, Error, Http, Outside, Producer, Result, Row};

/// How to try again.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    pub attempts: u32,
    pub base: Duration,
    pub factor: u32,
}

impl RetryPolicy {
    pub fn delay(&self, attempt: u32) -> Option<Duration> {
        (attempt < self.attempts).then(|| self.base * self.factor.pow(attempt - 1))
    }
}

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breaker {
    Closed { failures: u32 },
    Open { until: Instant },
    HalfOpen,
}

#[twins]
mod code {
    /// Posts until it is taken, by the delays of a policy, or those that the server asks for.
    #[cancel_safe]
    pub async fn post_with_retry(
        http: &Http,
        policy: &RetryPolicy,
        url: &str,
        body: String,
    ) -> Result<String> {
        let mut attempt = 1;
        loop {
            let error = match http.post(url, &body).await {
                Ok(response) => match response.error_for_status() {
                    Ok(response) => return Ok(response.body),
                    Err(error) if error.is_transient() => error,
                    Err(error) => return Err(error),
                },
                Err(error) => error,
            };
            let Some(mut delay) = policy.delay(attempt) else {
                error!(%error, attempt, "giving up");
                return Err(error);
            };
            if let Error::RateLimited { after } = &error {
                delay = delay.max(*after);
            }
            warn!(%error, ?delay, "retrying");
            sleep(delay).await;
            attempt += 1;
        }
    }

    /// Any operation, made anew each time.
    #[cancel_safe]
    pub async fn retry<F, Fut, T>(operation: &mut F, attempts: usize) -> Result<T, Vec<Error>>
    where
        F: FnMut(usize) -> Fut,
        Fut: Future<Output = Result<T>> + cancel_safe::CancelSafe,
    {
        let mut errors = Vec::new();
        for attempt in 0..attempts {
            match operation(attempt).await {
                Ok(value) => return Ok(value),
                Err(error) => {
                    errors.push(error);
                    let millis = 10 * (1 << attempt.min(6));
                    sleep(Duration::from_millis(millis)).await;
                }
            }
        }
        Err(errors)
    }

    /// Stops asking for a while where it fails again and again.
    pub struct Guarded {
        pub http: Http,
        pub state: Breaker,
        pub threshold: u32,
        pub cool_down: Duration,
    }

    #[cancel_safe]
    impl Guarded {
        #[cancel_safe]
        pub async fn get(&mut self, url: &str) -> Result<String> {
            if let Breaker::Open { until } = self.state {
                if Instant::now() < until {
                    return Err(Error::Unavailable);
                }
                self.state = Breaker::HalfOpen;
            }
            let result = self.http.get(url).await.and_then(|response| response.error_for_status());
            self.state = match (&result, self.state) {
                (Ok(_), _) => Breaker::Closed { failures: 0 },
                (Err(_), Breaker::Closed { failures }) if failures + 1 < self.threshold => {
                    Breaker::Closed { failures: failures + 1 }
                }
                (Err(_), _) => Breaker::Open { until: Instant::now() + self.cool_down },
            };
            result.map(|response| response.body)
        }

        #[cancel_safe]
        pub async fn get_patiently(&mut self, url: &str, patience: Duration) -> Result<String> {
            let give_up_at = Instant::now() + patience;
            loop {
                let error = match self.get(_, url).await {
                    Ok(body) => break Ok(body),
                    Err(error) => error,
                };
                match self.state {
                    Breaker::Open { until } if until < give_up_at => sleep_until(until).await,
                    Breaker::Closed { .. } | Breaker::HalfOpen => continue,
                    Breaker::Open { .. } => break Err(error),
                }
            }
        }
    }

    /// Does the steps of a saga; where one fails, undoes those before it, backwards.
    #[cancel_safe]
    pub async fn saga(
        database: &Database,
        steps: &[(&str, &str)],
    ) -> Result<usize, (String, usize)> {
        let mut done = Vec::with_capacity(steps.len());
        let mut failure = None;
        for (index, (forward, _)) in steps.iter().enumerate() {
            if let Err(error) = database.execute(forward, &[]).await {
                failure = Some(format!("{forward} ({index}): {error}"));
                break;
            }
            done.push(index);
        }
        let Some(reason) = failure else { return Ok(done.len()) };
        let mut undone = 0;
        while let Some(index) = done.pop() {
            #[rederive]
            let (_, compensation) = steps[index];
            for attempt in 1..=3 {
                match database.execute(compensation, &[&attempt.to_string()]).await {
                    Ok(_) => {
                        undone += 1;
                        break;
                    }
                    Err(error) => warn!(%error, attempt, compensation),
                }
            }
        }
        Err((reason, undone))
    }

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

    /// What was stored to be sent, sent; at most once each, in order by owner.
    #[cancel_safe]
    pub async fn drain_outbox(database: &Database, events: &Producer, batch: usize) -> Result<u64> {
        let mut sent = 0;
        let mut cursor = 0;
        loop {
            let rows = database.fetch_page(cursor, batch).await?;
            let Some(last) = rows.last().map(|row| row.id) else { return Ok(sent) };
            let mut by_owner: BTreeMap<String, Vec<Row>> = BTreeMap::new();
            for row in rows {
                by_owner.entry(row.owner.clone()).or_default().push(row);
            }
            let mut ids = Vec::new();
            for (owner, rows) in by_owner {
                let total: i64 = rows.iter().map(|row| row.amount).sum();
                events.send("outbox", Some(&owner), total.to_string().as_bytes()).await?;
                ids.extend(rows.iter().map(|row| row.id.to_string()));
            }
            #[rederive]
            let args = ids.iter().map(|id| id.as_str()).collect::<Vec<_>>();
            sent += database.execute("mark sent", &args).await?;
            cursor = last;
        }
    }

    /// Visits everything with a closure that says whether to go on.
    #[cancel_safe]
    pub async fn visit<B: Send + 'static>(
        database: &Database,
        visit: &mut impl FnMut(&Row) -> ControlFlow<B>,
    ) -> Result<Option<B>> {
        let mut after = None;
        loop {
            let page = database.fetch_page(after.unwrap_or_default(), 2).await?;
            if page.is_empty() {
                return Ok(None);
            }
            for row in &page {
                if let ControlFlow::Break(value) = visit(row) {
                    database.execute("visited", &[row.owner.as_str()]).await?;
                    return Ok(Some(value));
                }
                after = Some(row.id);
            }
        }
    }

    /// A counter that several share, and a limit that is asked of each.
    #[cancel_safe]
    pub async fn with_quota(
        quota: &Arc<Mutex<HashMap<String, u32>>>,
        total: &AtomicU32,
        http: &Http,
        users: &[&str],
    ) -> Vec<Result<String, String>> {
        let mut answers = Vec::new();
        for user in users {
            let allowed = {
                let mut quota = cancel_safe::requeue(quota.lock()).await;
                let left = quota.entry(user.to_string()).or_insert(1);
                let allowed = *left > 0;
                *left = left.saturating_sub(1);
                allowed
            };
            if !allowed {
                answers.push(Err(format!("{user} has had enough")));
                continue;
            }
            let nth = total.fetch_add(1, Ordering::Relaxed);
            let answer = http.get(&format!("http://a/{user}")).await;
            answers.push(answer.map(|r| format!("{nth}: {}", r.body)).map_err(|e| e.to_string()));
        }
        info!(total = total.load(Ordering::Relaxed), "done");
        answers
    }
}

fn rows(outside: &Outside) -> Database {
    outside.database().with(&[(1, "a", 3), (2, "b", 4), (3, "a", 5), (7, "c", 1)])
}

fn filled(jobs: impl IntoIterator<Item = Job>) -> mpsc::Receiver<Job> {
    let (tx, rx) = mpsc::channel(8);
    jobs.into_iter().for_each(|job| tx.try_send(job).unwrap());
    rx
}

same! {
    fn post_with_retry in code on tokio;
    setup: |log| {
        let http = Outside::new(log).failing("POST", [Error::Unavailable]).http();
        let http = http.page("u", 429, "", "").page("u", 503, "", "").page("u", 200, "", "ok");
        (http, RetryPolicy { attempts: 5, base: Duration::from_millis(10), factor: 2 })
    };
    plain: |(http, policy)| post_with_retry(http, policy, "u", "body".to_owned());
    annotated: |(http, policy), pending| post_with_retry(pending, http, policy, "u");
    owned: "body".to_owned();
}

same! {
    fn retry in code on tokio;
    setup: |log| {
        let cache = Outside::new(log).failing("INCR", [Error::Conflict, Error::Unavailable]).cache();
        move |attempt| {
            let cache = cache.clone();
            cancel_safe::assume_cancel_safe(async move {
                cache.incr(&format!("try {attempt}")).await
            })
        }
    };
    plain: |operation| retry(operation, 4);
    annotated: |operation, pending| retry(pending, operation);
    owned: 4;
}

same! {
    fn get_patiently in code on tokio;
    setup: |log| Guarded {
        http: Outside::new(log).http().page("u", 500, "", "").page("u", 500, "", "")
            .page("u", 500, "", "").page("u", 200, "", "at last"),
        state: Breaker::Closed { failures: 0 },
        threshold: 2,
        cool_down: Duration::from_millis(20),
    };
    plain: |guarded| guarded.get_patiently("u", Duration::from_secs(1));
    annotated: |guarded, pending| guarded.get_patiently(pending, "u");
    owned: Duration::from_secs(1);
}

same! {
    fn saga in code;
    setup: |log| {
        let outside = Outside::new(log);
        outside.failing("ship", [Error::Conflict]).failing("free", [Error::Unavailable]).database()
    };
    plain: |database| saga(database, &[("reserve", "free"), ("pay", "refund"), ("ship", "-")]);
    annotated: |database, pending| saga(
        pending, database, &[("reserve", "free"), ("pay", "refund"), ("ship", "-")],
    );
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

same! {
    fn drain_outbox in code;
    setup: |log| {
        let outside = Outside::new(log);
        (rows(&outside), outside.producer())
    };
    plain: |(database, events)| drain_outbox(database, events, 3);
    annotated: |(database, events), pending| drain_outbox(pending, database, events);
    owned: 3;
}

same! {
    fn visit in code;
    setup: |log| {
        let mut sum = 0;
        (rows(&Outside::new(log)), move |row: &Row| {
            sum += row.amount;
            if sum > 10 { ControlFlow::Break(sum) } else { ControlFlow::Continue(()) }
        })
    };
    plain: |(database, each)| visit(database, each);
    annotated: |(database, each), pending| visit(pending, database, each);
}

same! {
    fn with_quota in code;
    setup: |log| {
        let http = Outside::new(log).http().page("http://a/me", 200, "", "hello");
        (Arc::new(Mutex::new(HashMap::new())), AtomicU32::new(0), http)
    };
    plain: |(quota, total, http)| with_quota(quota, total, http, &["me", "you", "me"]);
    annotated: |(quota, total, http), pending| {
        with_quota(pending, quota, total, http, &["me", "you", "me"])
    };
}
