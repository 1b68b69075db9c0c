//! The loops that everybody has: work, a ticker, a token; commands, batches, silence.

use super::*;

#[twins]
mod code {
    /// The loop that everybody has: work, a ticker, a token.
    pub async fn work_until_cancelled(feed: &mut Feed) -> (u32, u32) {
        let mut ticker = interval(20 * MS);
        let (mut sum, mut ticks) = (0, 0);
        loop {
            safe_select! {
                biased;
                _ = feed.token.cancelled() => break,
                Some(item) = feed.items.recv() => sum += item,
                _ = ticker.tick() => ticks += 1,
            }
        }
        (sum, ticks)
    }

    /// The same with the token awaited by reference, and handlers in braces.
    pub async fn kept_token(feed: &mut Feed) -> Vec<u32> {
        let cancelled = feed.token.cancelled();
        tokio::pin!(cancelled);
        let mut seen = Vec::new();
        loop {
            safe_select! {
                () = &mut cancelled => {
                    info!("shutting down");
                    return seen;
                }
                item = feed.items.recv() => {
                    let Some(item) = item else { continue };
                    seen.push(item);
                }
            }
        }
    }

    /// Commands and items; commands first.
    pub async fn commands_first(feed: &mut Feed) -> Vec<String> {
        let mut done = vec![];
        loop {
            safe_select! {
                biased;
                command = feed.commands.recv() => match command {
                    Some("stop") | None => break,
                    Some("skip") => continue,
                    Some(command) => done.push(command.to_string()),
                },
                Some(item) = feed.items.recv() => {
                    done.push(item.to_string());
                    store_now(&feed.log, item).await;
                }
            }
        }
        done
    }

    /// An effect.
    pub async fn store_now(log: &Log, item: u32) {
        log.record(format_args!("store {item}"));
        tokio::task::yield_now().await;
    }

    /// Waits until it has been quiet for a while.
    pub async fn debounce(feed: &mut Feed) -> Vec<Vec<u32>> {
        let mut batches = Vec::new();
        while let Some(first) = feed.items.recv().await {
            let mut batch = vec![first];
            let mut quiet = pin!(sleep(12 * MS));
            loop {
                safe_select! {
                    () = &mut quiet => break,
                    item = feed.items.recv() => match item {
                        Some(item) => {
                            batch.push(item);
                            quiet.as_mut().reset(Instant::now() + 12 * MS);
                        }
                        None => break,
                    },
                }
            }
            batches.push(batch);
        }
        batches
    }

    /// A batch is full, or old, or there will be no more.
    pub async fn batches(feed: &mut Feed) -> Vec<Vec<u32>> {
        let mut batches = vec![];
        let mut batch = Vec::with_capacity(3);
        let mut flush = interval_at(Instant::now() + 32 * MS, 32 * MS);
        flush.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            safe_select! {
                item = feed.items.recv() => {
                    match item {
                        Some(item) => batch.push(item),
                        None => break,
                    }
                    if batch.len() == 3 {
                        batches.push(std::mem::take(&mut batch));
                    }
                }
                _ = flush.tick(), if !batch.is_empty() => {
                    debug!(len = batch.len(), "timeout");
                    batches.push(std::mem::take(&mut batch));
                }
            }
        }
        batches.push(batch);
        batches
    }
}

like_tokio! {
    work_until_cancelled;
    kept_token;
    commands_first;
    debounce;
    batches;
}
