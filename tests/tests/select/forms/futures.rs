//! Selects as they are written with `futures::select!`: names, fused futures, `complete` and
//! `default`. That they compile is the test: what each of them waits for is cancel-safe, and none
//! of them says so.

#![allow(dead_code)]
#![deny(warnings)]

use std::collections::HashMap;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use cancel_safe::safe_select;
use futures::channel::{mpsc, oneshot};
use futures::future::{
    AbortHandle, Abortable, BoxFuture, Fuse, FusedFuture as _, FutureExt as _, Shared, poll_fn,
};
use futures::sink::{Sink, SinkExt as _};
use futures::stream::{
    FusedStream, FuturesOrdered, FuturesUnordered, SelectAll, Stream, StreamExt as _,
    TryStreamExt as _,
};
use futures_timer::Delay;

/// A network, as a stream of events that never ends.
struct Swarm(Vec<u32>);

impl Stream for Swarm {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u32>> {
        self.0.pop().map_or(Poll::Pending, |event| Poll::Ready(Some(event)))
    }
}

impl FusedStream for Swarm {
    fn is_terminated(&self) -> bool {
        false
    }
}

async fn node(mut swarm: Swarm, mut commands: mpsc::Receiver<u32>) -> (u32, u32) {
    let (mut events, mut given) = (0, 0);
    let mut limit = Delay::new(Duration::from_secs(1)).fuse();
    loop {
        safe_select! {
            event = swarm.select_next_some() => events += event,
            command = commands.next() => match command {
                Some(command) => given += command,
                None => return (events, given),
            },
            _ = limit => return (events, given),
        }
    }
}

/// The place of a request that may not have begun.
async fn latest(
    mut keys: mpsc::UnboundedReceiver<u32>,
    mut stop: oneshot::Receiver<()>,
) -> Vec<u32> {
    async fn look_up(key: u32) -> u32 {
        key * 2
    }
    let (mut found, mut running) = (vec![], pin!(Fuse::terminated()));
    loop {
        safe_select! {
            key = keys.select_next_some() => running.set(look_up(key).fuse()),
            value = running => found.push(value),
            _ = stop => return found,
            complete => return found,
        }
        assert!(running.is_terminated() || !keys.is_terminated() || found.is_empty());
    }
}

/// Tasks that share a value, before one that has it alone.
async fn readers<'a>(
    first: BoxFuture<'a, bool>,
    tasks: &mut mpsc::UnboundedReceiver<BoxFuture<'a, bool>>,
) -> usize {
    let mut running = FuturesUnordered::from_iter([first]);
    let mut count = 0;
    loop {
        let task = if running.is_empty() {
            tasks.next().await
        } else {
            safe_select! {
                biased;
                is_last = running.next() => {
                    count += 1;
                    if is_last == Some(true) {
                        return count;
                    }
                    continue;
                }
                task = tasks.next() => task,
            }
        };
        match task {
            Some(task) => running.push(task),
            None => break count + running.count().await,
        }
    }
}

/// All that is there, without waiting.
fn drain(rx: &mut mpsc::Receiver<u32>) -> Vec<u32> {
    let mut items = vec![];
    loop {
        safe_select! {
            item = rx.select_next_some() => items.push(item),
            complete => return items,
            default => return items,
        }
    }
}

/// Room in a sink before there is anything to send.
async fn relay<S>(mut from: impl Stream<Item = u32> + Unpin, mut to: S) -> Result<usize, S::Error>
where
    S: Sink<u32> + Unpin,
{
    let (mut held, mut count) = (None, 0);
    loop {
        safe_select! {
            item = from.next(), if held.is_none() => match item {
                Some(item) => held = Some(item),
                None => break,
            },
            room = poll_fn(|cx| to.poll_ready_unpin(cx)), if held.is_some() => {
                room?;
                to.start_send_unpin(held.take().unwrap())?;
                count += 1;
            }
            else => break,
        }
    }
    to.flush().await?;
    Ok(count)
}

/// What several wait for.
async fn closed(mut closing: Shared<BoxFuture<'static, u8>>, mut rx: mpsc::Receiver<u8>) -> u8 {
    loop {
        safe_select! {
            reason = closing => return reason,
            item = rx.select_next_some() => println!("{item}"),
        }
    }
}

/// In order, out of order, and from many.
async fn merged(
    mut ordered: FuturesOrdered<BoxFuture<'_, u32>>,
    mut unordered: FuturesUnordered<BoxFuture<'_, Result<u32, String>>>,
    mut all: SelectAll<mpsc::Receiver<u32>>,
) -> Result<u32, String> {
    let mut sum = 0;
    loop {
        sum += safe_select! {
            item = ordered.select_next_some() => item,
            item = unordered.try_next() => item?.unwrap_or_default(),
            Some(item) = all.next() => item,
            complete => return Ok(sum),
        };
    }
}

/// Work that may be aborted from elsewhere, and a report on it.
async fn aborted(
    work: BoxFuture<'static, u32>,
    mut reports: mpsc::Receiver<AbortHandle>,
) -> Option<u32> {
    let (handle, registration) = AbortHandle::new_pair();
    let mut work = Abortable::new(work, registration).fuse();
    loop {
        safe_select! {
            result = work => return result.ok(),
            other = reports.next() => match other {
                Some(other) => other.abort(),
                None => handle.abort(),
            },
        }
    }
}

/// Parts of a session, each with a reason to end it.
async fn session(
    mut packets: mpsc::Receiver<Vec<u8>>,
    mut dropped: oneshot::Receiver<()>,
    mut peers: HashMap<u8, mpsc::Sender<Vec<u8>>>,
) -> Result<(), &'static str> {
    loop {
        let packet = safe_select! {
            packet = packets.next() => packet,
            _ = dropped => None,
        }
        .ok_or("closed")?;
        let Some((first, rest)) = packet.split_first() else { continue };
        let peer = peers.get_mut(first).ok_or("nobody")?;
        peer.send(rest.to_vec()).await.map_err(|_| "gone")?;
    }
}

#[test]
fn events_and_commands() {
    let (mut tx, commands) = mpsc::channel(9);
    tx.try_send(5).unwrap();
    drop(tx);
    let (events, given) = futures::executor::block_on(node(Swarm(vec![1, 2]), commands));
    assert!(events <= 3 && given == 5);
}

#[test]
fn each_key_is_looked_up() {
    let (tx, keys) = mpsc::unbounded();
    (1..=3).for_each(|key| tx.unbounded_send(key).unwrap());
    drop(tx);
    let (stop, stopped) = oneshot::channel();
    drop(stop);
    assert!(futures::executor::block_on(latest(keys, stopped)).len() <= 3);
}

#[test]
fn what_is_there_is_taken() {
    let (mut tx, mut rx) = mpsc::channel(9);
    assert_eq!(drain(&mut rx), []);
    (1..=3).for_each(|n| tx.try_send(n).unwrap());
    assert_eq!(drain(&mut rx), [1, 2, 3]);
    drop(tx);
    assert_eq!(drain(&mut rx), []);
}

#[test]
fn what_has_been_taken_is_sent() {
    let (to, rx) = mpsc::channel(1);
    let relayed = relay(futures::stream::iter(1..=5), to);
    let (count, items) =
        futures::executor::block_on(futures::future::join(relayed, rx.collect::<Vec<_>>()));
    assert_eq!((count, items), (Ok(5), vec![1, 2, 3, 4, 5]));
}
