//! Streams and channels that have ended, side by side with `tokio::select!`: it takes their `None`.

use std::future::pending;
use std::time::Duration;

use cancel_safe::{assume_cancel_safe, cancel_safe};
use futures::StreamExt;
use futures::channel::mpsc as channel;
use futures::stream::FuturesUnordered;
use tests::{like_tokio, twice};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// It ends, and does not wait for ever.
async fn ends<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(5), future).await.expect("waits for ever")
}

like_tokio! {
    async fn a_channel_whose_sender_is_gone() {
        let (tx, rx) = flume::unbounded::<u32>();
        tx.send(1).unwrap();
        drop(tx);
        let mut seen = vec![];
        ends(async {
            loop {
                select! {
                    item = rx.recv_async() => match item {
                        Ok(item) => seen.push(item),
                        Err(_) => break,
                    },
                    _ = assume_cancel_safe(pending::<()>()) => {}
                }
            }
        }).await;
        assert_eq!(seen, [1]);
    }

    async fn it_is_the_only_branch() {
        let (tx, rx) = flume::unbounded::<u32>();
        drop(tx);
        let item = ends(async { select! { item = rx.recv_async() => item } }).await;
        assert!(item.is_err());
    }

    async fn a_stream_that_has_ended_before() {
        let (tx, mut rx) = channel::unbounded::<u32>();
        drop(tx);
        assert_eq!(rx.next().await, None);
        let item = ends(async {
            select! {
                item = rx.next() => item,
                _ = assume_cancel_safe(pending::<()>()) => Some(1),
            }
        }).await;
        assert_eq!(item, None);
    }

    async fn a_set_of_tasks_that_is_empty_again() {
        let mut tasks: FuturesUnordered<_> = (0..3).map(std::future::ready).collect();
        while tasks.next().await.is_some() {}
        let done = ends(async {
            select! {
                done = tasks.next() => done,
                _ = assume_cancel_safe(pending::<()>()) => Some(9),
            }
        }).await;
        assert_eq!(done, None);
        tasks.push(std::future::ready(4));
        let done = ends(async { select! { done = tasks.next() => done, _ = assume_cancel_safe(pending::<()>()) => None } }).await;
        assert_eq!(done, Some(4));
    }

    async fn a_pool_of_workers() {
        let (tx, mut rx) = mpsc::channel(1);
        tx.send(1).await.unwrap();
        drop(tx);
        let mut running = FuturesUnordered::<std::future::Ready<u32>>::new();
        let mut done = vec![];
        ends(async {
            loop {
                select! {
                    biased;
                    Some(task) = running.next() => done.push(task),
                    Some(job) = rx.recv() => running.push(std::future::ready(job)),
                    else => break,
                }
            }
        }).await;
        assert_eq!(done, [1]);
    }

    async fn two_streams_until_both_have_ended() {
        let (first, mut items) = channel::unbounded();
        let (second, mut others) = channel::unbounded();
        first.unbounded_send(1).unwrap();
        second.unbounded_send(10).unwrap();
        second.unbounded_send(20).unwrap();
        drop((first, second));
        let mut sum = 0;
        ends(async {
            loop {
                select! {
                    Some(item) = items.next() => sum += item,
                    Some(other) = others.next() => sum += other,
                    else => break,
                }
            }
        }).await;
        assert_eq!(sum, 31);
    }
}

twice! {
    async fn in_an_annotated_function(env: &mut tests::env::Env) -> bool {
        let (tx, mut rx) = channel::unbounded::<u32>();
        drop(tx);
        env.pause().await;
        cancel_safe::safe_select! {
            item = rx.next() => item.is_none(),
            () = assume_cancel_safe(pending()) => false,
        }
    }
}

#[cancel_safe]
async fn next_of(rx: &mut channel::UnboundedReceiver<u32>) -> Option<u32> {
    rx.next().await
}

/// With `complete`, as with `futures::select!`, it is waited for no more.
#[tokio::test]
async fn until_complete() {
    let (tx, mut rx) = channel::unbounded();
    tx.unbounded_send(1).unwrap();
    drop(tx);
    let mut seen = vec![];
    loop {
        cancel_safe::safe_select! {
            item = rx.next() => seen.push(item),
            complete => break,
        }
    }
    assert_eq!(seen, [Some(1), None]);
    assert_eq!(next_of(&mut cancel_safe::Checkpoint::new(), &mut rx).await, None);
}
