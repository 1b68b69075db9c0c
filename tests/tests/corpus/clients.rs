//! Clients: retries, pagination, rate limits, caches, connection pools, transactions.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cancel_safe::cancel_safe;
use cancel_safe::testing::{Log, yield_now};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tracing::{debug, error, info, instrument, warn};
use twins::twins;

/// What a server answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    status: u16,
    body: String,
    next: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ClientError {
    Status(u16),
    Timeout { after: Duration },
    Parse(String),
    Exhausted(usize),
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for ClientError {}

impl From<std::num::ParseIntError> for ClientError {
    fn from(error: std::num::ParseIntError) -> Self {
        ClientError::Parse(error.to_string())
    }
}

type Result<T, E = ClientError> = std::result::Result<T, E>;

/// Adds what was being done to an error.
pub trait Context<T> {
    fn context(
        self,
        what: impl fmt::Display,
    ) -> Result<T, Box<dyn std::error::Error + Send + Sync>>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(
        self,
        what: impl fmt::Display,
    ) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
        self.map_err(|error| format!("{what}: {error}").into())
    }
}

/// A server with answers in a row. Its operations are single requests, and may be made again.
#[derive(Debug)]
pub struct Server {
    log: Log,
    answers: VecDeque<(u16, &'static str)>,
    rows: BTreeMap<u32, String>,
}

impl Server {
    fn new(log: Log, answers: impl IntoIterator<Item = (u16, &'static str)>) -> Self {
        let rows = (1..=5).map(|id| (id, format!("row {id}"))).collect();
        Server { log, answers: answers.into_iter().collect(), rows }
    }

    #[cancel_safe(stateless)]
    async fn get(&mut self, url: &str) -> Result<Response> {
        yield_now().await;
        self.log.record(format_args!("GET {url}"));
        match self.answers.pop_front() {
            Some((status, text)) if status < 300 => {
                let (body, next) = text.split_once(" -> ").unwrap_or((text, ""));
                let next = (!next.is_empty()).then(|| next.to_owned());
                Ok(Response { status, body: body.to_owned(), next })
            }
            Some((status, _)) => Err(ClientError::Status(status)),
            None => Err(ClientError::Status(404)),
        }
    }

    #[cancel_safe(stateless)]
    async fn query(&mut self, sql: &str, args: &[&str]) -> Result<Vec<(u32, String)>> {
        yield_now().await;
        self.log.record(format_args!("{sql} {args:?}"));
        let after: u32 = args[0].parse()?;
        let rows = self.rows.range(after + 1..).take(2);
        Ok(rows.map(|(id, row)| (*id, row.clone())).collect())
    }

    #[cancel_safe(stateless)]
    async fn execute(&mut self, sql: &str) -> Result<u64> {
        yield_now().await;
        self.log.record(sql);
        Ok(sql.len() as u64)
    }
}

#[twins]
mod code {
    /// Tries again, and waits longer each time.
    #[cancel_safe]
    pub async fn fetch(server: &mut Server, url: &str, attempts: u32) -> Result<Response> {
        let mut delay = Duration::from_millis(10);
        for attempt in 1..=attempts {
            match server.get(url).await {
                Ok(response) => return Ok(response),
                Err(ClientError::Status(status)) if status >= 500 && attempt < attempts => {
                    warn!(status, attempt, ?delay, "trying again");
                    sleep(delay).await;
                    delay = (delay * 2).min(Duration::from_secs(1));
                }
                Err(error) => return Err(error),
            }
        }
        unreachable!("the last attempt returns")
    }

    /// The same with any operation that a closure makes anew.
    #[cancel_safe]
    pub async fn pages(server: &mut Server, first: &str) -> Result<Vec<u32>> {
        let mut ids = Vec::new();
        let mut url = Some(first.to_string());
        while let Some(current) = url.take() {
            let page = server.get(&current).await?;
            debug!(%current, "page of {} bytes", page.body.len());
            for id in page.body.split(',') {
                ids.push(id.trim().parse()?);
            }
            url = page.next;
        }
        Ok(ids)
    }

    /// All rows of a table, by pages, into a channel.
    #[cancel_safe]
    pub async fn load(server: &mut Server, tx: &mpsc::Sender<(u32, String)>) -> Result<usize> {
        let mut last = 0;
        let mut total = 0;
        loop {
            let cursor = last.to_string();
            let rows = server.query("SELECT * FROM item WHERE id > ?", &[&cursor]).await?;
            let Some((id, _)) = rows.last() else { break };
            last = *id;
            total += rows.len();
            for row in rows {
                if let Err(mpsc::error::SendError((id, _))) = tx.send(row).await {
                    error!(id, "nobody wants the rows");
                    return Err(ClientError::Exhausted(total));
                }
            }
        }
        Ok(total)
    }

    /// What was fetched, and what has to be.
    #[derive(Default)]
    pub struct Cache {
        pub entries: HashMap<String, Arc<Response>>,
        hits: usize,
    }

    #[cancel_safe]
    impl Cache {
        /// From the cache, or else from the server.
        #[cancel_safe]
        pub async fn get(&mut self, server: &mut Server, url: &str) -> Result<Arc<Response>> {
            if let Some(response) = self.entries.get(url) {
                self.hits += 1;
                return Ok(Arc::clone(response));
            }
            let response = Arc::new(server.get(url).await?);
            self.entries.insert(url.to_owned(), response.clone());
            Ok(response)
        }

        /// Several at once, those that are there first.
        #[cancel_safe]
        pub async fn prefetch(
            &mut self,
            server: &mut Server,
            urls: &[&str],
        ) -> (usize, Vec<(String, ClientError)>) {
            let missing: Vec<String> = urls
                .iter()
                .filter(|url| !self.entries.contains_key(**url))
                .map(|url| url.to_string())
                .collect();
            let mut failed = vec![];
            for url in missing {
                match self.get(_, server, &url).await {
                    Ok(_) => {}
                    Err(ClientError::Status(404)) => continue,
                    Err(error) => failed.push((url, error)),
                }
            }
            (self.entries.len(), failed)
        }
    }

    /// Moves an amount from one account to another, or neither.
    #[cancel_safe]
    pub async fn transfer(
        server: &mut Server,
        from: u32,
        to: u32,
        amount: i64,
    ) -> Result<u64, Box<dyn std::error::Error + Send + Sync>> {
        server.execute("BEGIN").await.context("begin")?;
        let result: Result<u64> = async {
            let sql = format!("UPDATE account SET sum = sum - {amount} WHERE id = {from}");
            server.execute(&sql).await
        }
        .await;
        match result {
            Ok(n) => {
                let sql = format!("UPDATE account SET sum = sum + {amount} WHERE id = {to}");
                let m = server.execute(&sql).await.context(format!("to {to}"))?;
                server.execute("COMMIT").await.context("commit")?;
                Ok(n + m)
            }
            Err(error) => {
                server.execute("ROLLBACK").await.context("rollback")?;
                Err(error.into())
            }
        }
    }

    /// Writes what is buffered in one statement, and keeps what failed.
    #[cancel_safe]
    pub async fn flush(server: &mut Server, buffer: &mut Vec<(u32, String)>) -> Result<u64> {
        let mut written = 0;
        while !buffer.is_empty() {
            let batch: Vec<_> = buffer.drain(..buffer.len().min(2)).collect();
            let values: Vec<String> =
                batch.iter().map(|(id, name)| format!("({id}, '{name}')")).collect();
            let sql = format!("INSERT INTO item VALUES {}", values.join(", "));
            match server.execute(&sql).await {
                Ok(n) => written += n,
                Err(error) => {
                    buffer.extend(batch);
                    return Err(error);
                }
            }
        }
        Ok(written)
    }

    /// At most so many requests in so much time.
    pub struct Limiter {
        tokens: u32,
        capacity: u32,
        refill: Duration,
        last: Instant,
    }

    #[cancel_safe]
    impl Limiter {
        pub fn new(capacity: u32, refill: Duration) -> Self {
            Limiter { tokens: capacity, capacity, refill, last: Instant::now() }
        }

        #[cancel_safe]
        pub async fn acquire(&mut self) {
            loop {
                let elapsed = self.last.elapsed();
                let new = (elapsed.as_millis() / self.refill.as_millis()) as u32;
                if new > 0 {
                    self.tokens = (self.tokens + new).min(self.capacity);
                    self.last += self.refill * new;
                }
                if self.tokens > 0 {
                    self.tokens -= 1;
                    return;
                }
                sleep_until(self.last + self.refill).await;
            }
        }

        #[cancel_safe]
        #[instrument(skip_all)]
        pub async fn get_all(&mut self, server: &mut Server, urls: Vec<String>) -> Result<usize> {
            let mut bytes = 0;
            for (index, url) in urls.iter().enumerate() {
                self.acquire(_).await;
                let response = server.get(url).await.map_err(|error| {
                    error!(%error, index, "giving up");
                    error
                })?;
                bytes += response.body.len();
            }
            info!(bytes, "done");
            Ok(bytes)
        }
    }

    /// A slow server gets a deadline; and the lock is held only for an instant.
    #[cancel_safe]
    pub async fn with_deadline(
        server: &mut Server,
        seen: &Arc<Mutex<Vec<u16>>>,
        urls: &[String],
    ) -> Result<()> {
        let deadline = Duration::from_secs(5);
        for url in urls {
            let response = timeout(deadline, server.get(url))
                .await
                .map_err(|_| ClientError::Timeout { after: deadline })??;
            let mut seen = seen.lock().unwrap();
            seen.push(response.status);
            if seen.len() > 2 {
                return Err(ClientError::Exhausted(seen.len()));
            }
        }
        Ok(())
    }

    /// With a permit of a pool.
    #[cancel_safe]
    pub async fn pooled(pool: &Arc<Semaphore>, server: &mut Server, url: &str) -> Result<u16> {
        let permit = cancel_safe::requeue(pool.clone().acquire_owned())
            .await
            .map_err(|_| ClientError::Exhausted(0))?;
        let first = server.get(url).await?;
        let second = match first.next {
            Some(next) => server.get(&next).await?,
            None => first,
        };
        drop(permit);
        Ok(second.status)
    }
}

/// Strings, owned.
fn strings(strings: &[&str]) -> Vec<String> {
    strings.iter().map(|string| string.to_string()).collect()
}

same! {
    fn fetch in code on tokio;
    setup: |log| Server::new(log, [(500, ""), (503, ""), (200, "ok")]);
    plain: |server| fetch(server, "/a", 4);
    annotated: |server, pending| fetch(pending, server, "/a");
    owned: 4;
}

same! {
    fn fetch_without_success in code on tokio;
    setup: |log| Server::new(log, [(500, ""), (503, "")]);
    plain: |server| fetch(server, "/a", 2);
    annotated: |server, pending| fetch(pending, server, "/a");
    owned: 2;
}

same! {
    fn pages in code;
    setup: |log| Server::new(log, [(200, "1, 2 -> /b"), (200, "3 -> /c"), (200, "4")]);
    plain: |server| pages(server, "/a");
    annotated: |server, pending| pages(pending, server, "/a");
}

same! {
    fn load in code;
    setup: |log| (Server::new(log, []), mpsc::channel(8));
    plain: |(server, (tx, _))| load(server, tx);
    annotated: |(server, (tx, _)), pending| load(pending, server, tx);
    left: |(_, (_, rx))| std::iter::from_fn(|| rx.try_recv().ok()).collect::<Vec<_>>();
}

same! {
    fn cache in code;
    setup: |log| (Cache::default(), Server::new(log, [(200, "a"), (404, ""), (500, "")]));
    plain: |(cache, server)| cache.prefetch(server, &["/a", "/b", "/c"]);
    annotated: |(cache, server), pending| cache.prefetch(pending, server, &["/a", "/b", "/c"]);
    left: |(cache, _)| cache.entries.len();
}

same! {
    fn transfer in code;
    setup: |log| Server::new(log, []);
    plain: |server| transfer(server, 1, 2, 50);
    annotated: |server, pending| transfer(pending, server);
    owned: (1, 2, 50);
}

same! {
    fn flush in code;
    setup: |log| (
        Server::new(log, []),
        vec![(1, "a".to_owned()), (2, "b".to_owned()), (3, "c".to_owned())],
    );
    plain: |(server, buffer)| flush(server, buffer);
    annotated: |(server, buffer), pending| flush(pending, server, buffer);
    left: |(_, buffer)| buffer.len();
}

same! {
    fn rate_limit in code on tokio;
    setup: |log| (
        Limiter::new(2, Duration::from_millis(100)),
        Server::new(log, [(200, "a"), (200, "b"), (200, "c"), (200, "d")]),
    );
    plain: |(limiter, server)| limiter.get_all(server, strings(&["1", "2", "3", "4"]));
    annotated: |(limiter, server), pending| limiter.get_all(pending, server);
    owned: strings(&["1", "2", "3", "4"]);
}

same! {
    fn with_deadline in code on tokio;
    setup: |log| (
        Server::new(log, [(200, "a"), (201, "b"), (202, "c")]),
        Arc::new(Mutex::new(Vec::new())),
        strings(&["1", "2", "3", "4"]),
    );
    plain: |(server, seen, urls)| with_deadline(server, seen, urls);
    annotated: |(server, seen, urls), pending| with_deadline(pending, server, seen, urls);
    left: |(_, seen, _)| format!("{seen:?}");
}

same! {
    fn pooled in code;
    setup: |log| (Arc::new(Semaphore::new(1)), Server::new(log, [(200, "a -> /b"), (204, "")]));
    plain: |(pool, server)| pooled(pool, server, "/a");
    annotated: |(pool, server), pending| pooled(pending, pool, server, "/a");
    left: |(pool, _)| pool.available_permits();
}
