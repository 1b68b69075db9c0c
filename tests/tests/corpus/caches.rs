//! Copies of what others have: a token, cached values, a total that follows a feed.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::{RwLock, broadcast, mpsc, watch};
use tokio::time::Instant;
use tracing::debug;
use twins::twins;

use super::outside::{Cache, Error, Http, Outside, Result};

#[twins]
mod code {
    /// A token of access that is renewed when it is old, or when it is refused.
    pub struct Session {
        pub http: Http,
        pub cache: Cache,
        pub token: Option<(String, Instant)>,
        pub renewals: u32,
    }

    #[cancel_safe]
    impl Session {
        #[cancel_safe]
        async fn token(&mut self, force: bool) -> Result<String> {
            match &self.token {
                Some((token, until)) if !force && Instant::now() < *until => Ok(token.clone()),
                _ => {
                    let response = self.http.post("http://auth", "refresh").await?;
                    let response = response.error_for_status()?;
                    let seconds =
                        response.header("ttl").and_then(|ttl| ttl.parse().ok()).unwrap_or(1);
                    let until = Instant::now() + Duration::from_secs(seconds);
                    self.renewals += 1;
                    self.cache.set("token", &response.body, Duration::from_secs(seconds)).await?;
                    self.token = Some((response.body.clone(), until));
                    Ok(response.body)
                }
            }
        }

        #[cancel_safe]
        pub async fn get(&mut self, path: &str) -> Result<String> {
            let mut force = false;
            loop {
                let token = self.token(&mut Checkpoint::with(force)).await?;
                let url = format!("http://api/{path}?{token}");
                let response = self.http.get(&url).await?;
                match response.status {
                    401 if !force => force = true,
                    200..=299 => return Ok(response.body),
                    _ => return response.error_for_status().map(|response| response.body),
                }
            }
        }
    }

    /// A cache in front of a source; one asks, the others read.
    #[cancel_safe]
    pub async fn read_through(
        shared: &RwLock<HashMap<String, Arc<str>>>,
        http: &Http,
        names: &[&str],
    ) -> Result<Vec<Arc<str>>> {
        let mut values = Vec::with_capacity(names.len());
        for name in names {
            let hit = cancel_safe::requeue(shared.read()).await.get(*name).cloned();
            let value = match hit {
                Some(value) => value,
                None => {
                    let response = http.get(name).await?.error_for_status()?;
                    let value: Arc<str> = response.body.into();
                    let mut map = cancel_safe::requeue(shared.write()).await;
                    Arc::clone(map.entry(name.to_string()).or_insert(value))
                }
            };
            values.push(value);
        }
        Ok(values)
    }

    /// Follows a feed from where it was; when it lags, starts anew from a snapshot.
    #[cancel_safe]
    pub async fn follow(
        feed: &mut broadcast::Receiver<(u64, i64)>,
        snapshot: &watch::Receiver<(u64, i64)>,
        changes: &mpsc::Sender<i64>,
    ) -> (u64, i64) {
        let (mut sequence, mut total) = *snapshot.borrow();
        loop {
            match feed.recv().await {
                Ok((at, _)) if at <= sequence => debug!(at, sequence, "old"),
                Ok((at, change)) => {
                    sequence = at;
                    total += change;
                    if let Err(mpsc::error::SendError(change)) = changes.send(change).await {
                        total -= change;
                        return (sequence, total);
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    (sequence, total) = *snapshot.borrow();
                }
                Err(broadcast::error::RecvError::Closed) => return (sequence, total),
            }
        }
    }
}

same! {
    fn session in code on tokio;
    setup: |log| {
        let outside = Outside::new(log);
        let http = outside.http()
            .page("http://auth", 200, "ttl: 60", "old").page("http://auth", 200, "ttl: 60", "new")
            .page("http://api/me?old", 401, "", "").page("http://api/me?new", 200, "", "me");
        Session { http, cache: outside.cache(), token: None, renewals: 0 }
    };
    plain: |session| session.get("me");
    annotated: |session, pending| session.get(pending, "me");
    left: |session| session.renewals;
}

same! {
    fn read_through in code on tokio;
    setup: |log| {
        let http = Outside::new(log).failing("GET c", [Error::Unavailable]).http();
        (RwLock::new(HashMap::new()), http.page("a", 200, "", "A").page("b", 200, "", "B"))
    };
    plain: |(shared, http)| read_through(shared, http, &["a", "b", "a", "c"]);
    annotated: |(shared, http), pending| {
        read_through(pending, shared, http, &["a", "b", "a", "c"])
    };
    left: |(shared, _)| shared.try_read().unwrap().len();
}

same! {
    fn follow in code on tokio;
    setup: |_| {
        let (tx, rx) = broadcast::channel(4);
        (1..=4).for_each(|n| drop(tx.send((n, n as i64))));
        (rx, watch::channel((1, 100)).1, mpsc::channel(8))
    };
    plain: |(feed, snapshot, (changes, _))| follow(feed, snapshot, changes);
    annotated: |(feed, snapshot, (changes, _)), pending| follow(pending, feed, snapshot, changes);
}
