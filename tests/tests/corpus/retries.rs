//! Others that fail, or want to be spared: retries, a breaker, a quota.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use cancel_safe::cancel_safe;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until};
use tracing::{error, info, warn};
use twins::twins;

use super::outside::{Error, Http, Outside, Result};

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
