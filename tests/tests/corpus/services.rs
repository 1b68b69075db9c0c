//! Services: connections that are made when they are needed, subscriptions, sync, uploads.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};
use std::fmt::{self, Debug, Write as _};
use std::sync::{Arc, RwLock};

use cancel_safe::cancel_safe;
use cancel_safe::testing::{Log, yield_now};
use tokio::sync::Mutex;
use tracing::{debug, info, trace, warn};
use twins::twins;

/// A remote end. Its operations are single messages.
#[derive(Clone, Debug)]
pub struct Remote {
    log: Log,
    up: Arc<RwLock<bool>>,
    count: u32,
}

/// Why an operation of the remote end failed.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Fault {
    Down,
    Refused { code: u16, reason: String },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Down => f.write_str("down"),
            Fault::Refused { code, reason } => write!(f, "{code} {reason}"),
        }
    }
}

impl std::error::Error for Fault {}

impl Remote {
    fn new(log: Log) -> Self {
        Remote { log, up: Arc::new(RwLock::new(true)), count: 0 }
    }

    #[cancel_safe(stateless)]
    async fn connect(name: &str, log: &Log) -> Result<Remote, Fault> {
        yield_now().await;
        log.record(format_args!("connect {name}"));
        if name.is_empty() { Err(Fault::Down) } else { Ok(Remote::new(log.clone())) }
    }

    #[cancel_safe(stateless)]
    async fn call(&mut self, method: &str, arg: &str) -> Result<String, Fault> {
        yield_now().await;
        self.count += 1;
        self.log.record(format_args!("{method} {arg}"));
        match arg {
            "bad" => Err(Fault::Refused { code: 400, reason: arg.to_owned() }),
            "down" if self.count < 3 => Err(Fault::Down),
            _ => Ok(format!("{method}({arg}) #{}", self.count)),
        }
    }

    #[cancel_safe(stateless)]
    async fn list(&self, prefix: &str) -> Result<Vec<String>, Fault> {
        yield_now().await;
        self.log.record(format_args!("list {prefix}"));
        Ok((1..=3).map(|n| format!("{prefix}{n}")).collect())
    }

    #[cancel_safe(stateless)]
    async fn note(&self, text: &str) {
        yield_now().await;
        self.log.record(text);
    }
}

/// What one can be subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    News,
    Weather,
    Sport(u8),
}

#[twins]
mod code {
    /// A client that connects when it has to.
    pub struct Client {
        pub log: Log,
        pub name: String,
        pub remote: Option<Remote>,
        pub cache: HashMap<String, String>,
        pub subscriptions: BTreeMap<Topic, Vec<u32>>,
        pub retries: u32,
    }

    #[cancel_safe]
    impl Client {
        pub fn new(log: Log, name: &str) -> Self {
            Client {
                log,
                name: name.to_owned(),
                remote: None,
                cache: HashMap::new(),
                subscriptions: BTreeMap::new(),
                retries: 0,
            }
        }

        #[cancel_safe]
        async fn ensure_connected(&mut self) -> Result<(), Fault> {
            if self.remote.is_none() {
                let remote = Remote::connect(&self.name, &self.log).await?;
                self.remote = Some(remote);
            }
            Ok(())
        }

        /// Connects, calls, and connects again where the connection has gone.
        #[cancel_safe]
        pub async fn request(&mut self, method: &str, arg: &str) -> Result<String, Fault> {
            let key = format!("{method}/{arg}");
            if let Some(hit) = self.cache.get(&key) {
                trace!(%key, "hit");
                return Ok(hit.clone());
            }
            let answer = loop {
                self.ensure_connected(_).await?;
                let Some(remote) = self.remote.as_mut() else {
                    return Err(Fault::Down);
                };
                match remote.call(method, arg).await {
                    Ok(answer) => break answer,
                    Err(Fault::Down) if self.retries < 5 => {
                        self.retries += 1;
                        if self.retries % 2 == 0 {
                            self.remote = None;
                        }
                    }
                    Err(fault) => {
                        warn!(%fault, "request failed");
                        return Err(fault);
                    }
                }
            };
            self.cache.insert(key, answer.clone());
            Ok(answer)
        }

        /// Several requests, with the failures collected.
        #[cancel_safe]
        pub async fn request_all(
            &mut self,
            method: &str,
            args: &[&str],
        ) -> (Vec<String>, BTreeMap<String, Fault>) {
            let mut answers = Vec::new();
            let mut faults = BTreeMap::new();
            for (index, arg) in args.iter().copied().enumerate() {
                match self.request(_, method, arg).await {
                    Ok(answer) => answers.push(format!("{index}: {answer}")),
                    Err(fault @ Fault::Refused { code: 400..=499, .. }) => {
                        faults.insert(arg.to_owned(), fault);
                    }
                    Err(_) => break,
                }
            }
            (answers, faults)
        }

        /// Subscribes to what is new, and cancels what is not wanted any more.
        #[cancel_safe]
        pub async fn resubscribe(&mut self, wanted: &BTreeSet<Topic>) -> Result<usize, Fault> {
            self.ensure_connected(_).await?;
            let current: BTreeSet<Topic> = self.subscriptions.keys().copied().collect();
            let mut changes = 0;
            for topic in current.difference(wanted) {
                let ids = self.subscriptions.remove(topic).unwrap_or_default();
                for id in ids {
                    if let Some(remote) = &mut self.remote {
                        remote.call("unsubscribe", &id.to_string()).await?;
                        changes += 1;
                    }
                }
            }
            for &topic in wanted.difference(&current) {
                let remote = self.remote.as_mut().ok_or(Fault::Down)?;
                let answer = remote.call("subscribe", &format!("{topic:?}")).await?;
                let id = answer.rsplit('#').next().and_then(|id| id.parse().ok()).unwrap_or(0);
                self.subscriptions.entry(topic).or_default().push(id);
                changes += 1;
            }
            Ok(changes)
        }

        /// A session with a greeting and a good-bye, whatever comes in between.
        #[cancel_safe]
        pub async fn session(&mut self, commands: &[&str]) -> Result<usize, Fault> {
            self.ensure_connected(_).await?;
            let remote = self.remote.as_mut().expect("connected");
            remote.call("hello", &self.name).await?;
            let mut result = Ok(0);
            for command in commands {
                let Some((method, arg)) = command.split_once(' ') else {
                    debug!(command, "not a command");
                    continue;
                };
                result = remote.call(method, arg).await.map(|answer| answer.len());
                if result.is_err() {
                    break;
                }
            }
            remote.call("bye", "").await?;
            result
        }
    }

    /// All files of all directories, uploaded in order of their names.
    #[cancel_safe]
    pub async fn upload(remote: &mut Remote, dirs: &[&str], dry: bool) -> Result<String, Fault> {
        let mut report = String::new();
        let mut queue: VecDeque<String> = dirs.iter().map(|dir| dir.to_string()).collect();
        let mut skipped = BTreeSet::new();
        'dirs: while let Some(dir) = queue.pop_front() {
            let files = remote.list(&dir).await?;
            for file in files.iter().rev() {
                if dry && file.ends_with('2') {
                    skipped.insert(file.clone());
                    continue 'dirs;
                }
                if file.ends_with('3') && !dir.contains("sub") {
                    queue.push_back(format!("{dir}sub/"));
                    continue;
                }
                let answer = remote.call("put", file).await?;
                writeln!(report, "{file}: {answer}").unwrap();
            }
        }
        for file in &skipped {
            remote.note(file).await;
        }
        Ok(report)
    }

    /// Compares two sides, and makes them the same.
    #[cancel_safe]
    pub async fn sync(left: &mut Remote, right: &mut Remote) -> Result<(usize, usize), Fault> {
        let (mine, theirs) = (left.list("a").await?, right.list("b").await?);
        let mine: BTreeSet<_> = mine.into_iter().map(|name| name[1..].to_string()).collect();
        let theirs =
            theirs.into_iter().map(|name| name[1..].to_string()).skip(1).collect::<BTreeSet<_>>();
        let mut pushed = 0;
        for name in &mine - &theirs {
            right.call("push", &name).await?;
            pushed += 1;
        }
        let total = mine.intersection(&theirs).count();
        for (index, name) in mine.intersection(&theirs).enumerate() {
            info!(index, total, %name, "checking");
            if index % 2 == 0 {
                left.call("check", name).await?;
            } else if let Err(fault) = right.call("check", name).await {
                return Err(fault);
            }
        }
        Ok((pushed, total))
    }

    /// A value that is computed once, by whoever asks first.
    #[cancel_safe]
    pub async fn shared(cell: &Arc<Mutex<Option<u64>>>, remote: &mut Remote) -> Result<u64, Fault> {
        {
            let value = cancel_safe::requeue(cell.lock()).await;
            if let Some(value) = *value {
                return Ok(value);
            }
        }
        let answer = remote.call("compute", "42").await?;
        let value = answer.len() as u64;
        *cancel_safe::requeue(cell.lock()).await = Some(value);
        Ok(value)
    }

    /// The nearest jobs first, of which some make others.
    #[cancel_safe]
    pub async fn schedule(remote: &mut Remote, jobs: Vec<(u32, &'static str)>) -> Vec<String> {
        let mut heap: BinaryHeap<_> = jobs.into_iter().collect();
        let mut done = Vec::new();
        while let Some((priority, name)) = heap.pop() {
            let started = format!("{name}@{priority}");
            let outcome = match remote.call("run", name).await {
                Ok(_) if priority > 5 => {
                    heap.push((priority / 2, "again"));
                    "split"
                }
                Ok(_) => "ok",
                Err(Fault::Down) => {
                    heap.push((priority, name));
                    "retry"
                }
                Err(Fault::Refused { .. }) => "refused",
            };
            done.push(format!("{started}: {outcome}"));
        }
        done
    }

    /// A tree, walked without recursion.
    #[cancel_safe]
    pub async fn walk(remote: &mut Remote, root: &str, depth: usize) -> Result<usize, Fault> {
        let mut stack = vec![(root.to_string(), 0usize)];
        let mut visited = 0;
        while let Some((path, level)) = stack.pop() {
            visited += 1;
            if level >= depth {
                continue;
            }
            let children = remote.list(&format!("{path}/")).await?;
            let prefix = path.len();
            stack.extend(
                children
                    .into_iter()
                    .filter(|child| child.len() > prefix && !child.ends_with('2'))
                    .map(|child| (child, level + 1)),
            );
        }
        Ok(visited)
    }

    /// With a let chain, and a value that is there or not.
    #[cancel_safe]
    pub async fn resolve(
        remote: &mut Remote,
        names: &BTreeMap<String, String>,
        name: &str,
    ) -> Result<Option<String>, Fault> {
        let mut current = name.to_owned();
        let mut hops = 0;
        while let Some(next) = names.get(&current).cloned()
            && hops < 5
        {
            hops += 1;
            if let Some(external) = next.strip_prefix("ext:")
                && !external.is_empty()
            {
                let answer = remote.call("resolve", external).await?;
                return Ok(Some(format!("{answer} after {hops}")));
            }
            remote.note(&next).await;
            current = next;
        }
        Ok((hops > 0).then_some(current))
    }
}

fn client(log: Log) -> (Log, &'static str) {
    (log, "me")
}

same! {
    fn request_all in code;
    setup: |log| Client::new(log, "me");
    plain: |client| client.request_all("get", &["a", "bad", "down", "a"]);
    annotated: |client, pending| client.request_all(pending, "get", &["a", "bad", "down", "a"]);
    left: |client| (client.cache.len(), client.retries);
}

same! {
    fn request_in_vain in code;
    setup: |log| Client::new(log, "");
    plain: |client| client.request("get", "a");
    annotated: |client, pending| client.request(pending, "get", "a");
}

same! {
    fn resubscribe in code;
    setup: |log| {
        let mut client = Client::new(log, "me");
        client.subscriptions.extend([(Topic::News, vec![7, 8]), (Topic::Weather, vec![9])]);
        (client, BTreeSet::from([Topic::Weather, Topic::Sport(1), Topic::Sport(2)]))
    };
    plain: |(client, wanted)| client.resubscribe(wanted);
    annotated: |(client, wanted), pending| client.resubscribe(pending, wanted);
    left: |(client, _)| format!("{:?}", client.subscriptions);
}

same! {
    fn session in code;
    setup: |log| Client::new(log, "me");
    plain: |client| client.session(&["get a", "nothing", "put b", "get bad", "get c"]);
    annotated: |client, pending| client.session(
        pending, &["get a", "nothing", "put b", "get bad", "get c"],
    );
}

same! {
    fn upload in code;
    setup: |log| Remote::new(log);
    plain: |remote| upload(remote, &["x/", "y/"], false);
    annotated: |remote, pending| upload(pending, remote, &["x/", "y/"]);
    owned: false;
}

same! {
    fn upload_dry in code;
    setup: |log| Remote::new(log);
    plain: |remote| upload(remote, &["x/", "y/"], true);
    annotated: |remote, pending| upload(pending, remote, &["x/", "y/"]);
    owned: true;
}

same! {
    fn sync in code;
    setup: |log| (Remote::new(log.clone()), Remote::new(log));
    plain: |(left, right)| sync(left, right);
    annotated: |(left, right), pending| sync(pending, left, right);
}

same! {
    fn shared in code;
    setup: |log| (Arc::new(Mutex::new(None)), Remote::new(log));
    plain: |(cell, remote)| shared(cell, remote);
    annotated: |(cell, remote), pending| shared(pending, cell, remote);
    left: |(cell, _)| format!("{cell:?}");
}

same! {
    fn schedule in code;
    setup: |log| Remote::new(log);
    plain: |remote| schedule(remote, vec![(3, "bad"), (9, "a"), (1, "down")]);
    annotated: |remote, pending| schedule(pending, remote);
    owned: vec![(3, "bad"), (9, "a"), (1, "down")];
}

same! {
    fn walk in code;
    setup: |log| Remote::new(log);
    plain: |remote| walk(remote, "root", 2);
    annotated: |remote, pending| walk(pending, remote, "root");
    owned: 2;
}

same! {
    fn resolve in code;
    setup: |log| {
        let names = [("a", "b"), ("b", "c"), ("c", "ext:d")];
        (Remote::new(log), BTreeMap::from(names.map(|(k, v)| (k.to_owned(), v.to_owned()))))
    };
    plain: |(remote, names)| resolve(remote, names, "a");
    annotated: |(remote, names), pending| resolve(pending, remote, names, "a");
}
