//! Loops over the messages of a broker: commits, dead letters, batches, joins.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use cancel_safe::cancel_safe;
use tokio::time::{Instant, sleep};
use tracing::{error, info, warn};
use twins::twins;

use super::outside::{Consumer, Database, Error, Message, Outside, Producer, Result, Row};

/// What a message says.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    Placed { id: u64, amount: i64 },
    Cancelled(u64),
    Note(String),
}

impl TryFrom<&Message> for Order {
    type Error = Error;

    fn try_from(message: &Message) -> Result<Self> {
        let text = String::from_utf8_lossy(&message.payload);
        match text.split_once('=') {
            Some(("placed", rest)) => {
                let (id, amount) = rest.split_once(':').unwrap_or((rest, "1"));
                Ok(Order::Placed { id: id.parse()?, amount: amount.parse()? })
            }
            Some(("cancelled", id)) => Ok(Order::Cancelled(id.parse()?)),
            Some(_) => Err(Error::Invalid { field: "payload", reason: text.into_owned() }),
            None => Ok(Order::Note(text.into_owned())),
        }
    }
}

#[twins]
mod code {
    /// Handles each message, and commits behind it.
    #[cancel_safe]
    pub async fn consume(consumer: &mut Consumer, database: &Database) -> Result<u64> {
        let mut last = 0;
        while let Some(message) = consumer.recv().await {
            let message = match message {
                Ok(message) => message,
                Err(error) if error.is_transient() => {
                    warn!(%error, "trying again");
                    continue;
                }
                Err(error) => return Err(error),
            };
            let order = Order::try_from(&message)?;
            match &order {
                Order::Placed { id, amount } => {
                    database
                        .execute("insert into orders", &[&id.to_string(), &amount.to_string()])
                        .await?;
                }
                Order::Cancelled(id) => {
                    let sql = "delete from orders";
                    database.execute(sql, &[id.to_string().as_str()]).await?;
                }
                Order::Note(text) => info!(text, "a note"),
            }
            consumer.commit(message.offset).await?;
            last = message.offset;
        }
        Ok(last)
    }

    /// What cannot be handled goes to a topic of its own, with the reason.
    #[cancel_safe]
    pub async fn with_dead_letters(
        consumer: &mut Consumer,
        producer: &Producer,
        max_attempts: u32,
    ) -> Result<(usize, usize)> {
        let (mut handled, mut dead) = (0, 0);
        'messages: while let Some(message) = consumer.recv().await.transpose()? {
            let mut attempt = 0;
            let reason = loop {
                attempt += 1;
                match Order::try_from(&message) {
                    Ok(Order::Note(text)) if text.is_empty() => break "empty".to_string(),
                    Ok(order) => {
                        let payload = format!("{order:?}");
                        match producer
                            .send("handled", message.key.as_deref(), payload.as_bytes())
                            .await
                        {
                            Ok(()) => {
                                handled += 1;
                                consumer.commit(message.offset).await?;
                                continue 'messages;
                            }
                            Err(error) if attempt < max_attempts => {
                                warn!(%error, attempt, "not sent");
                            }
                            Err(error) => break error.to_string(),
                        }
                    }
                    Err(error) => break format!("{error} (attempt {attempt})"),
                }
            };
            error!(offset = message.offset, %reason, "dead");
            let topic = format!("{}.dead", message.topic);
            producer.send(&topic, Some(&reason), &message.payload).await?;
            consumer.commit(message.offset).await?;
            dead += 1;
        }
        Ok((handled, dead))
    }

    /// Polls batches, keeps the last of each key, and writes those in order of their keys.
    #[cancel_safe]
    pub async fn compact(
        consumer: &mut Consumer,
        producer: &Producer,
    ) -> Result<BTreeMap<String, u64>> {
        let mut versions = BTreeMap::new();
        loop {
            let batch = consumer.poll(3).await?;
            if batch.is_empty() {
                break Ok(versions);
            }
            let highest = batch.iter().map(|message| message.offset).max().unwrap_or_default();
            let mut latest: BTreeMap<String, Message> = BTreeMap::new();
            for message in batch {
                if let Some(key) = &message.key {
                    latest.insert(key.clone(), message);
                }
            }
            for (key, Message { payload, offset, .. }) in latest {
                producer.send("compacted", Some(&key), &payload).await?;
                versions.insert(key, offset);
            }
            consumer.commit(highest).await?;
        }
    }

    /// Remembers what it has seen, for as many as fit.
    pub struct Deduplicated {
        pub consumer: Consumer,
        pub seen: HashSet<Vec<u8>>,
        pub duplicates: usize,
    }

    #[cancel_safe]
    impl Deduplicated {
        #[cancel_safe]
        pub async fn next(&mut self) -> Result<Option<Message>> {
            while let Some(message) = self.consumer.recv().await.transpose()? {
                if self.seen.insert(message.payload.clone()) {
                    return Ok(Some(message));
                }
                self.duplicates += 1;
                self.consumer.commit(message.offset).await?;
            }
            Ok(None)
        }

        #[cancel_safe]
        pub async fn collect_keys(&mut self) -> Result<Vec<String>> {
            let mut keys = vec![];
            while let Some(Message { key, offset, .. }) = self.next(_).await? {
                let Some(key) = key else { continue };
                keys.push(format!("{key}@{offset}"));
                self.consumer.commit(offset).await?;
            }
            keys.sort();
            Ok(keys)
        }
    }

    /// Commits only now and then, and always at the end.
    #[cancel_safe]
    pub async fn commit_every(consumer: &mut Consumer, every: usize) -> Result<usize> {
        let mut pending_commit: Option<u64> = None;
        let mut count = 0usize;
        let result = loop {
            match consumer.recv().await {
                Some(Ok(message)) => {
                    pending_commit = Some(message.offset);
                    count += 1;
                    if count % every == 0 {
                        if let Some(offset) = pending_commit.take() {
                            consumer.commit(offset).await?;
                        }
                    }
                }
                Some(Err(e)) => break Err(e),
                None => break Ok(count),
            }
        };
        if let Some(offset) = pending_commit {
            consumer.commit(offset).await?;
        }
        result
    }

    /// Waits longer each time that there is nothing.
    #[cancel_safe]
    pub async fn poll_with_backoff(
        consumer: &mut Consumer,
        database: &Database,
        idle_limit: Duration,
    ) -> Result<usize> {
        const MIN: Duration = Duration::from_millis(10);
        let mut backoff = MIN;
        let mut idle_since = None::<Instant>;
        let mut total = 0;
        loop {
            let messages = match consumer.poll(2).await {
                Ok(messages) => messages,
                Err(Error::RateLimited { after }) => {
                    sleep(after).await;
                    continue;
                }
                Err(error) => return Err(error),
            };
            if messages.is_empty() {
                let since = *idle_since.get_or_insert_with(Instant::now);
                if since.elapsed() >= idle_limit {
                    return Ok(total);
                }
                sleep(backoff).await;
                backoff = (backoff * 2).min(Duration::from_secs(1));
                continue;
            }
            idle_since = None;
            backoff = MIN;
            for message in &messages {
                let text = std::str::from_utf8(&message.payload).unwrap_or("?");
                total +=
                    database.execute("insert", &[text, message.topic.as_str()]).await? as usize;
            }
            if let Some(last) = messages.last() {
                consumer.commit(last.offset).await?;
            }
        }
    }

    /// Joins two topics by key: whichever comes first waits for the other.
    #[cancel_safe]
    pub async fn join_topics(
        left: &mut Consumer,
        right: &mut Consumer,
        producer: &Producer,
    ) -> Result<(usize, Vec<String>)> {
        let mut waiting: HashMap<String, (Option<Message>, Option<Message>)> = HashMap::new();
        let mut joined = 0;
        let (mut left_done, mut right_done) = (false, false);
        while !(left_done && right_done) {
            if !left_done {
                match left.recv().await {
                    Some(message) => {
                        let message = message?;
                        let key = message.key.clone().unwrap_or_default();
                        waiting.entry(key).or_default().0 = Some(message);
                    }
                    None => left_done = true,
                }
            }
            if !right_done {
                match right.recv().await.transpose()? {
                    Some(message) => {
                        let key = message.key.clone().unwrap_or_default();
                        waiting.entry(key).or_default().1 = Some(message);
                    }
                    None => right_done = true,
                }
            }
            let mut ready: Vec<String> = waiting
                .iter()
                .filter(|(_, pair)| pair.0.is_some() && pair.1.is_some())
                .map(|(key, _)| key.clone())
                .collect();
            ready.sort_unstable();
            for key in ready {
                if let Some((Some(l), Some(r))) = waiting.remove(&key) {
                    let payload = [l.payload, r.payload].concat();
                    producer.send("joined", Some(key.as_str()), &payload).await?;
                    joined += 1;
                }
            }
        }
        let mut left_over: Vec<_> = waiting.into_keys().collect();
        left_over.sort();
        Ok((joined, left_over))
    }

    /// Totals by owner, written when their number of messages is full.
    #[cancel_safe]
    pub async fn aggregate(
        consumer: &mut Consumer,
        database: &Database,
        window: usize,
    ) -> Result<i64, Box<dyn std::error::Error + Send + Sync>> {
        #[derive(Default)]
        struct Window {
            count: usize,
            total: i64,
        }
        let mut windows = BTreeMap::<String, Window>::new();
        let mut grand_total = 0i64;
        while let Some(message) = consumer.recv().await {
            let message = message?;
            let owner = message.key.as_ref().ok_or("no key")?;
            let amount: i64 = String::from_utf8(message.payload.clone())?
                .rsplit('=')
                .next()
                .ok_or_else(|| format!("no amount in {}", message.offset))?
                .parse()?;
            let entry = windows.entry(owner.clone()).or_default();
            entry.count += 1;
            entry.total += amount;
            if entry.count == window {
                let row = Row { id: message.offset, owner: owner.clone(), amount: entry.total };
                database.upsert(&row).await?;
                grand_total += entry.total;
                windows.remove(owner);
            }
        }
        for (owner, Window { total, .. }) in &windows {
            database
                .upsert(&Row { owner: owner.clone(), amount: *total, ..Default::default() })
                .await?;
            grand_total += total;
        }
        Ok(grand_total)
    }
}

same! {
    fn consume in code;
    setup: |log| {
        let outside = Outside::new(log).failing("recv", [Error::Unavailable]);
        (outside.consumer(["placed=1:20", "hello", "cancelled=1"]), outside.database())
    };
    plain: |(consumer, database)| consume(consumer, database);
    annotated: |(consumer, database), pending| consume(pending, consumer, database);
}

same! {
    fn with_dead_letters in code;
    setup: |log| {
        let outside = Outside::new(log).failing("send handled", [Error::Conflict, Error::Conflict]);
        (outside.consumer(["placed=1:20", "placed=x", "", "note"]), outside.producer())
    };
    plain: |(consumer, producer)| with_dead_letters(consumer, producer, 2);
    annotated: |(consumer, producer), pending| with_dead_letters(pending, consumer, producer);
    owned: 2;
}

same! {
    fn compact in code;
    setup: |log| {
        let outside = Outside::new(log);
        (outside.consumer(["b=1", "a=1", "b=2", "none", "a=3"]), outside.producer())
    };
    plain: |(consumer, producer)| compact(consumer, producer);
    annotated: |(consumer, producer), pending| compact(pending, consumer, producer);
}

same! {
    fn deduplicated in code;
    setup: |log| Deduplicated {
        consumer: Outside::new(log).consumer(["b=1", "b=1", "note", "a=1", "b=1"]),
        seen: HashSet::new(),
        duplicates: 0,
    };
    plain: |it| it.collect_keys();
    annotated: |it, pending| it.collect_keys(pending);
    left: |it| it.duplicates;
}

same! {
    fn commit_every in code;
    setup: |log| Outside::new(log).consumer(["a", "b", "c", "d", "e"]);
    plain: |consumer| commit_every(consumer, 2);
    annotated: |consumer, pending| commit_every(pending, consumer);
    owned: 2;
}

same! {
    fn poll_with_backoff in code on tokio;
    setup: |log| {
        let after = Duration::from_millis(5);
        let outside = Outside::new(log).failing("poll", [Error::RateLimited { after }]);
        (outside.consumer(["a", "b", "c"]), outside.database())
    };
    plain: |(consumer, database)| {
        poll_with_backoff(consumer, database, Duration::from_millis(60))
    };
    annotated: |(consumer, database), pending| poll_with_backoff(pending, consumer, database);
    owned: Duration::from_millis(60);
}

same! {
    fn join_topics in code;
    setup: |log| {
        let outside = Outside::new(log);
        let (left, right) = (outside.consumer(["a=1", "b=2", "d=4"]), outside.consumer(["b=3", "a=9"]));
        (left, right, outside.producer())
    };
    plain: |(left, right, producer)| join_topics(left, right, producer);
    annotated: |(left, right, producer), pending| join_topics(pending, left, right, producer);
}

same! {
    fn aggregate in code;
    setup: |log| {
        let outside = Outside::new(log);
        (outside.consumer(["a=1", "b=20", "a=3", "a=4"]), outside.database())
    };
    plain: |(consumer, database)| aggregate(consumer, database, 2);
    annotated: |(consumer, database), pending| aggregate(pending, consumer, database);
    owned: 2;
}

same! {
    fn aggregate_fails in code;
    setup: |log| {
        let outside = Outside::new(log);
        (outside.consumer(["a=1", "b=x"]), outside.database())
    };
    plain: |(consumer, database)| aggregate(consumer, database, 2);
    annotated: |(consumer, database), pending| aggregate(pending, consumer, database);
    owned: 2;
}
