//! What the functions of the corpus talk to: a database, a broker, a cache, a server, a bucket.
//!
//! Each operation is one message, recorded when it arrives. A script says which fail.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::io;
use std::num::ParseIntError;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cancel_safe::cancel_safe;
use cancel_safe::testing::{Log, yield_now};

/// Why an operation failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    NotFound(String),
    Conflict,
    Unavailable,
    RateLimited { after: Duration },
    Invalid { field: &'static str, reason: String },
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn is_transient(&self) -> bool {
        matches!(self, Error::Unavailable | Error::RateLimited { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotFound(what) => write!(f, "no {what}"),
            Error::Conflict => f.write_str("conflict"),
            Error::Unavailable => f.write_str("unavailable"),
            Error::RateLimited { after } => write!(f, "not before {after:?}"),
            Error::Invalid { field, reason } => write!(f, "{field}: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<ParseIntError> for Error {
    fn from(error: ParseIntError) -> Self {
        Error::Invalid { field: "number", reason: error.to_string() }
    }
}

impl From<io::Error> for Error {
    fn from(_: io::Error) -> Self {
        Error::Unavailable
    }
}

/// Where all messages arrive.
#[derive(Clone, Debug)]
pub struct Outside {
    log: Log,
    failures: Arc<Mutex<HashMap<String, VecDeque<Error>>>>,
}

impl Outside {
    pub fn new(log: Log) -> Self {
        Outside { log, failures: Arc::default() }
    }

    /// The next message that starts with `what` fails, and then the one behind it, and so on.
    pub fn failing(self, what: &str, errors: impl IntoIterator<Item = Error>) -> Self {
        self.failures.lock().unwrap().entry(what.to_owned()).or_default().extend(errors);
        self
    }

    fn arrive(&self, message: fmt::Arguments<'_>) -> Result<()> {
        let message = message.to_string();
        let mut failures = self.failures.lock().unwrap();
        let failure = failures
            .iter_mut()
            .find(|(what, _)| message.starts_with(what.as_str()))
            .and_then(|(_, errors)| errors.pop_front());
        match failure {
            Some(error) => {
                self.log.record(format_args!("{message}: {error}"));
                Err(error)
            }
            None => {
                self.log.record(message);
                Ok(())
            }
        }
    }

    pub fn database(&self) -> Database {
        Database { outside: self.clone(), rows: Arc::default() }
    }

    pub fn cache(&self) -> Cache {
        Cache { outside: self.clone(), entries: Arc::default() }
    }

    pub fn http(&self) -> Http {
        Http { outside: self.clone(), pages: Arc::default() }
    }

    pub fn bucket(&self) -> Bucket {
        Bucket { outside: self.clone(), objects: Arc::default() }
    }

    pub fn consumer<'a>(&self, payloads: impl IntoIterator<Item = &'a str>) -> Consumer {
        let message = |(offset, payload): (usize, &str)| Message {
            topic: "orders".to_owned(),
            offset: offset as u64,
            key: payload.split_once('=').map(|(key, _)| key.to_owned()),
            payload: payload.as_bytes().to_vec(),
        };
        let queue = payloads.into_iter().enumerate().map(message).collect();
        Consumer { outside: self.clone(), queue }
    }

    pub fn producer(&self) -> Producer {
        Producer { outside: self.clone() }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub id: u64,
    pub owner: String,
    pub amount: i64,
}

/// A database with one table, and a place to write to.
#[derive(Clone, Debug)]
pub struct Database {
    outside: Outside,
    rows: Arc<Mutex<BTreeMap<u64, Row>>>,
}

impl Database {
    pub fn with(self, rows: &[(u64, &str, i64)]) -> Self {
        let row = |&(id, owner, amount): &(u64, &str, i64)| {
            (id, Row { id, owner: owner.to_owned(), amount })
        };
        self.rows.lock().unwrap().extend(rows.iter().map(row));
        self
    }

    #[cancel_safe(stateless)]
    pub async fn begin(&self) -> Result<Transaction> {
        yield_now().await;
        self.outside.arrive(format_args!("begin"))?;
        Ok(Transaction { database: self.clone(), statements: 0 })
    }

    /// Rows behind `after`, at most `limit`.
    #[cancel_safe(stateless)]
    pub async fn fetch_page(&self, after: u64, limit: usize) -> Result<Vec<Row>> {
        yield_now().await;
        self.outside.arrive(format_args!("page after {after}"))?;
        Ok(self
            .rows
            .lock()
            .unwrap()
            .range(after + 1..)
            .take(limit)
            .map(|(_, row)| row.clone())
            .collect())
    }

    #[cancel_safe(stateless)]
    pub async fn fetch_optional(&self, id: u64) -> Result<Option<Row>> {
        yield_now().await;
        self.outside.arrive(format_args!("row {id}"))?;
        Ok(self.rows.lock().unwrap().get(&id).cloned())
    }

    #[cancel_safe(stateless)]
    pub async fn execute(&self, sql: &str, args: &[&str]) -> Result<u64> {
        yield_now().await;
        self.outside.arrive(format_args!("{sql} {args:?}"))?;
        Ok(args.len() as u64)
    }

    #[cancel_safe(stateless)]
    pub async fn upsert(&self, row: &Row) -> Result<bool> {
        yield_now().await;
        self.outside.arrive(format_args!("upsert {} {} {}", row.id, row.owner, row.amount))?;
        Ok(self.rows.lock().unwrap().insert(row.id, row.clone()).is_none())
    }
}

/// Statements that are done together.
#[derive(Debug)]
pub struct Transaction {
    database: Database,
    statements: u32,
}

impl Transaction {
    #[cancel_safe(stateless)]
    pub async fn execute(&mut self, sql: &str, args: &[&str]) -> Result<u64> {
        yield_now().await;
        self.database.outside.arrive(format_args!("tx {sql} {args:?}"))?;
        self.statements += 1;
        Ok(args.len() as u64)
    }

    #[cancel_safe(stateless)]
    pub async fn fetch_optional(&mut self, id: u64) -> Result<Option<Row>> {
        yield_now().await;
        self.database.outside.arrive(format_args!("tx row {id}"))?;
        Ok(self.database.rows.lock().unwrap().get(&id).cloned())
    }

    pub async fn commit(self) -> Result<u32> {
        yield_now().await;
        self.database.outside.arrive(format_args!("commit"))?;
        Ok(self.statements)
    }

    pub async fn rollback(self) -> Result<()> {
        yield_now().await;
        self.database.outside.arrive(format_args!("rollback"))
    }
}

/// Keys and values, with a time to live that is only recorded.
#[derive(Clone, Debug)]
pub struct Cache {
    outside: Outside,
    entries: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Cache {
    pub fn with(self, entries: &[(&str, &str)]) -> Self {
        let owned = entries.iter().map(|(key, value)| (key.to_string(), value.to_string()));
        self.entries.lock().unwrap().extend(owned);
        self
    }

    #[cancel_safe(stateless)]
    pub async fn get(&self, key: &str) -> Result<Option<String>> {
        yield_now().await;
        self.outside.arrive(format_args!("GET {key}"))?;
        Ok(self.entries.lock().unwrap().get(key).cloned())
    }

    #[cancel_safe(stateless)]
    pub async fn set(&self, key: &str, value: &str, ttl: Duration) -> Result<()> {
        yield_now().await;
        self.outside.arrive(format_args!("SET {key} {value} {ttl:?}"))?;
        self.entries.lock().unwrap().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    /// Sets it where it is not there. Says whether it did.
    #[cancel_safe(stateless)]
    pub async fn set_nx(&self, key: &str, value: &str) -> Result<bool> {
        yield_now().await;
        self.outside.arrive(format_args!("SETNX {key} {value}"))?;
        let mut entries = self.entries.lock().unwrap();
        let is_new = !entries.contains_key(key);
        entries.entry(key.to_owned()).or_insert_with(|| value.to_owned());
        Ok(is_new)
    }

    #[cancel_safe(stateless)]
    pub async fn del(&self, key: &str) -> Result<bool> {
        yield_now().await;
        self.outside.arrive(format_args!("DEL {key}"))?;
        Ok(self.entries.lock().unwrap().remove(key).is_some())
    }

    #[cancel_safe(stateless)]
    pub async fn incr(&self, key: &str) -> Result<i64> {
        yield_now().await;
        self.outside.arrive(format_args!("INCR {key}"))?;
        let mut entries = self.entries.lock().unwrap();
        let count = entries.get(key).and_then(|count| count.parse::<i64>().ok()).unwrap_or(0) + 1;
        entries.insert(key.to_owned(), count.to_string());
        Ok(count)
    }
}

/// What a server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    pub fn error_for_status(self) -> Result<Self> {
        match self.status {
            404 => Err(Error::NotFound(self.body)),
            409 => Err(Error::Conflict),
            429 => Err(Error::RateLimited { after: Duration::from_millis(30) }),
            500.. => Err(Error::Unavailable),
            _ => Ok(self),
        }
    }
}

/// A client of servers whose pages are known.
#[derive(Clone, Debug)]
pub struct Http {
    outside: Outside,
    pages: Arc<Mutex<BTreeMap<String, VecDeque<Response>>>>,
}

impl Http {
    /// Answers requests for `url` with one response after the other, and with the last for ever.
    pub fn page(self, url: &str, status: u16, header: &str, body: &str) -> Self {
        let headers =
            header.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let response =
            Response { status, headers: headers.into_iter().collect(), body: body.to_owned() };
        self.pages.lock().unwrap().entry(url.to_owned()).or_default().push_back(response);
        self
    }

    #[cancel_safe(stateless)]
    pub async fn get(&self, url: &str) -> Result<Response> {
        yield_now().await;
        self.outside.arrive(format_args!("GET {url}"))?;
        Ok(self.answer(url))
    }

    #[cancel_safe(stateless)]
    pub async fn post(&self, url: &str, body: &str) -> Result<Response> {
        yield_now().await;
        self.outside.arrive(format_args!("POST {url} {body}"))?;
        Ok(self.answer(url))
    }

    fn answer(&self, url: &str) -> Response {
        let mut pages = self.pages.lock().unwrap();
        match pages.get_mut(url) {
            Some(responses) if responses.len() > 1 => responses.pop_front().unwrap_or_default(),
            Some(responses) => responses.front().cloned().unwrap_or_default(),
            None => Response { status: 404, body: url.to_owned(), ..Response::default() },
        }
    }
}

/// Some of the keys of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub keys: Vec<String>,
    pub next: Option<String>,
}

/// Objects by their keys.
#[derive(Clone, Debug)]
pub struct Bucket {
    outside: Outside,
    objects: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Bucket {
    pub fn with(self, objects: &[(&str, &str)]) -> Self {
        let owned = objects.iter().map(|(key, data)| (key.to_string(), data.as_bytes().to_vec()));
        self.objects.lock().unwrap().extend(owned);
        self
    }

    /// Two keys at a time.
    #[cancel_safe(stateless)]
    pub async fn list(&self, prefix: &str, token: Option<&str>) -> Result<Listing> {
        yield_now().await;
        self.outside.arrive(format_args!("list {prefix} {token:?}"))?;
        let objects = self.objects.lock().unwrap();
        let mut keys = objects
            .keys()
            .filter(|key| key.starts_with(prefix) && token.is_none_or(|token| key.as_str() > token))
            .cloned()
            .collect::<Vec<_>>();
        let more = keys.len() > 2;
        keys.truncate(2);
        Ok(Listing { next: more.then(|| keys[1].clone()), keys })
    }

    #[cancel_safe(stateless)]
    pub async fn get(&self, key: &str) -> Result<Vec<u8>> {
        yield_now().await;
        self.outside.arrive(format_args!("object {key}"))?;
        let objects = self.objects.lock().unwrap();
        objects.get(key).cloned().ok_or_else(|| Error::NotFound(key.to_owned()))
    }

    #[cancel_safe(stateless)]
    pub async fn put(&self, key: &str, data: &[u8]) -> Result<String> {
        yield_now().await;
        self.outside.arrive(format_args!("put {key} {}", data.escape_ascii()))?;
        self.objects.lock().unwrap().insert(key.to_owned(), data.to_vec());
        Ok(format!("\"{:x}\"", data.iter().map(|byte| u32::from(*byte)).sum::<u32>()))
    }

    #[cancel_safe(stateless)]
    pub async fn delete(&self, key: &str) -> Result<()> {
        yield_now().await;
        self.outside.arrive(format_args!("delete {key}"))?;
        self.objects.lock().unwrap().remove(key);
        Ok(())
    }
}

/// A message of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub topic: String,
    pub offset: u64,
    pub key: Option<String>,
    pub payload: Vec<u8>,
}

/// One member of a group that reads a topic.
#[derive(Debug)]
pub struct Consumer {
    outside: Outside,
    queue: VecDeque<Message>,
}

impl Consumer {
    /// The next message, or `None` where the topic has ended.
    #[cancel_safe(stateless)]
    pub async fn recv(&mut self) -> Option<Result<Message>> {
        yield_now().await;
        match self.outside.arrive(format_args!("recv")) {
            Ok(()) => self.queue.pop_front().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    #[cancel_safe(stateless)]
    pub async fn poll(&mut self, max: usize) -> Result<Vec<Message>> {
        yield_now().await;
        self.outside.arrive(format_args!("poll {max}"))?;
        let max = max.min(self.queue.len());
        Ok(self.queue.drain(..max).collect())
    }

    #[cancel_safe(stateless)]
    pub async fn commit(&mut self, offset: u64) -> Result<()> {
        yield_now().await;
        self.outside.arrive(format_args!("commit {offset}"))
    }
}

/// Writes to topics.
#[derive(Clone, Debug)]
pub struct Producer {
    outside: Outside,
}

impl Producer {
    #[cancel_safe(stateless)]
    pub async fn send(&self, topic: &str, key: Option<&str>, payload: &[u8]) -> Result<()> {
        yield_now().await;
        self.outside.arrive(format_args!("send {topic} {key:?} {}", payload.escape_ascii()))
    }
}
