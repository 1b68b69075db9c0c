//! Selects as they are written in pipelines, over streams and sources that come and go. That they compile is the test:
//! what each of them waits for is cancel-safe, and none of them says so.

#![allow(dead_code)]
#![deny(warnings)]

use std::collections::VecDeque;
use std::io;
use std::pin::{Pin, pin};
use std::time::Duration;

use cancel_safe::safe_select;
use futures::channel::{mpsc as unbounded, oneshot as shot};
use futures::future::{Either, Fuse, FusedFuture, FutureExt as _, OptionFuture};
use futures::stream::{
    BoxStream, FuturesUnordered, Peekable, Stream, StreamExt as _, TryStreamExt as _,
};
use tokio::sync::mpsc;
use tokio::time::{Sleep, sleep};
use tokio_stream::wrappers::{BroadcastStream, IntervalStream, ReceiverStream};

/// Batches by size and by age.
async fn batch<S>(items: S, size: usize, age: Duration) -> Vec<Vec<S::Item>>
where
    S: Stream,
{
    let mut items = pin!(items.fuse());
    let (mut batches, mut batch) = (vec![], vec![]);
    let mut flush: Pin<Box<Fuse<Sleep>>> = Box::pin(Fuse::terminated());
    loop {
        safe_select! {
            item = items.next() => match item {
                Some(item) => {
                    if batch.is_empty() {
                        flush.set(sleep(age).fuse());
                    }
                    batch.push(item);
                }
                None => break,
            },
            _ = flush.as_mut(), if !flush.is_terminated() => batches.push(std::mem::take(&mut batch)),
        }
        if batch.len() == size {
            batches.push(std::mem::take(&mut batch));
            flush.set(Fuse::terminated());
        }
    }
    batches.extend(Some(batch).filter(|batch| !batch.is_empty()));
    batches
}

/// Streams of every kind.
async fn streams(
    mut boxed: BoxStream<'_, io::Result<u8>>,
    mut events: BroadcastStream<u8>,
    mut ticks: IntervalStream,
    mut peekable: Pin<&mut Peekable<ReceiverStream<u8>>>,
    by_trait: &mut (dyn Stream<Item = u8> + Unpin + Send),
) -> io::Result<Option<u8>> {
    Ok(safe_select! {
        byte = boxed.try_next() => byte?,
        Some(event) = events.next() => event.ok(),
        _ = ticks.next() => None,
        byte = peekable.next() => byte,
        byte = by_trait.next() => byte,
    })
}

/// A source that is not always there.
struct Optional {
    source: Option<mpsc::Receiver<u32>>,
    retry: Option<Pin<Box<Sleep>>>,
    backlog: VecDeque<u32>,
}

impl Optional {
    async fn next(&mut self) -> Option<u32> {
        if let Some(item) = self.backlog.pop_front() {
            return Some(item);
        }
        safe_select! {
            item = self.source.as_mut().unwrap().recv(), if self.source.is_some() => item,
            _ = self.retry.as_mut().unwrap(), if self.retry.is_some() => None,
            else => None,
        }
    }

    async fn or_never(&mut self) -> Option<u32> {
        safe_select! {
            item = match &mut self.source {
                Some(source) => Either::Left(source.recv()),
                None => Either::Right(std::future::pending()),
            } => item,
            Some(()) = OptionFuture::from(self.retry.as_mut().map(|retry| retry.as_mut())) => None,
        }
    }

    async fn by_option(&mut self) -> Option<u32> {
        safe_select! {
            Some(item) = OptionFuture::from(self.source.as_mut().map(|source| source.recv())) => item,
            else => None,
        }
    }

    async fn with_a_limit(&mut self, limit: Option<Duration>) -> Option<u32> {
        let source = self.source.as_mut()?;
        safe_select! {
            item = source.recv() => item,
            _ = async {
                match limit {
                    Some(limit) => sleep(limit).await,
                    None => std::future::pending().await,
                }
            } => None,
        }
    }
}

/// A query in flight, whose answer feeds the next one.
async fn queries(
    mut keys: unbounded::UnboundedReceiver<u32>,
    mut stop: shot::Receiver<()>,
) -> Vec<u32> {
    let mut answers = vec![];
    let mut running = FuturesUnordered::new();
    loop {
        safe_select! {
            key = keys.select_next_some() => running.push(async move { key * 2 }),
            answer = running.select_next_some() => answers.push(answer),
            _ = stop => return answers,
            complete => return answers,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn batches_by_size_and_age() {
    let (tx, rx) = mpsc::channel(9);
    let batches = tokio::spawn(batch(ReceiverStream::new(rx), 2, Duration::from_secs(1)));
    for n in 0..3 {
        tx.send(n).await.unwrap();
    }
    sleep(Duration::from_secs(2)).await;
    tx.send(3).await.unwrap();
    drop(tx);
    assert_eq!(batches.await.unwrap(), [vec![0, 1], vec![2], vec![3]]);
}

#[tokio::test]
async fn queries_until_all_are_answered() {
    let (tx, keys) = unbounded::unbounded();
    let (_stop, stopped) = shot::channel();
    (1..=3).for_each(|key| tx.unbounded_send(key).unwrap());
    drop(tx);
    drop(_stop);
    assert!(queries(keys, stopped).await.iter().all(|answer| [2, 4, 6].contains(answer)));
}

#[tokio::test]
async fn optional_sources() {
    let mut optional = Optional { source: None, retry: None, backlog: VecDeque::from([1]) };
    assert_eq!(optional.next().await, Some(1));
    assert_eq!(optional.next().await, None);
    assert_eq!(optional.by_option().await, None);
    assert_eq!(optional.with_a_limit(None).await, None);
    let (tx, rx) = mpsc::channel(9);
    (2..=5).for_each(|n| tx.try_send(n).unwrap());
    optional.source = Some(rx);
    assert_eq!(optional.next().await, Some(2));
    assert_eq!(optional.or_never().await, Some(3));
    assert_eq!(optional.by_option().await, Some(4));
    assert_eq!(optional.with_a_limit(None).await, Some(5));
    optional.retry = Some(Box::pin(sleep(Duration::ZERO)));
    assert_eq!(optional.or_never().await, None);
}
