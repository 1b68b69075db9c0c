//! Nothing is allocated while nothing is cancelled, and never for typed slots.

use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use allocation_counter::measure;
use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::sync::mpsc;

fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[cancel_safe]
async fn boxed(rx: &mut mpsc::Receiver<u64>, tx: &mpsc::Sender<u64>) -> u64 {
    let mut count = 0;
    while let Some(item) = rx.recv().await {
        if tx.send(item).await.is_err() {
            break;
        }
        count += item;
    }
    count
}

#[cancel_safe]
async fn typed(rx: &mut mpsc::Receiver<u64>) -> u64 {
    let mut count: u64 = 0;
    while let Some(item) = rx.recv().await {
        count += item;
    }
    count
}

fn channel(items: u64) -> (mpsc::Sender<u64>, mpsc::Receiver<u64>) {
    let (tx, rx) = mpsc::channel(64);
    (1..=items).for_each(|item| tx.try_send(item).expect("room"));
    (tx, rx)
}

#[test]
fn an_uninterrupted_call_allocates_nothing() {
    let (feed, mut rx) = channel(10);
    let (tx, _out) = channel(0);
    drop(feed);
    let mut pending = Checkpoint::new();
    let info =
        measure(|| assert_eq!(poll_once(boxed(&mut pending, &mut rx, &tx)), Poll::Ready(55)));
    assert_eq!(info.count_total, 0);
}

#[test]
fn typed_slots_allocate_nothing() {
    let (_feed, mut rx) = channel(10);
    let mut pending = Checkpoint::new();
    let info = measure(|| {
        for _ in 0..10 {
            assert!(poll_once(typed(&mut pending, &mut rx)).is_pending());
        }
    });
    assert_eq!((info.count_total, pending.count()), (0, Some(&55)));
}

#[cancel_safe]
async fn send_all(items: Vec<u64>, tx: &mpsc::Sender<u64>) {
    for item in items {
        let _ = tx.send(item).await;
    }
}

/// The type of the item, and of the operand, follow from that of the parameter.
#[test]
fn the_items_of_a_typed_local_allocate_nothing() {
    let (tx, mut out) = channel(64);
    let mut pending = Checkpoint::with(vec![100, 101]);
    let info = measure(|| {
        for _ in 0..10 {
            assert!(poll_once(send_all(&mut pending, &tx)).is_pending());
        }
    });
    assert_eq!(info.count_total, 0);
    assert_eq!(out.try_recv(), Ok(1));
    assert!(poll_once(send_all(&mut pending, &tx)).is_pending());
    assert_eq!(std::iter::from_fn(|| out.try_recv().ok()).last(), Some(100));
}

/// Otherwise the counts above would be no news.
#[test]
fn a_boxed_slot_allocates_once_a_cancel() {
    let (_feed, mut rx) = channel(10);
    let (tx, _out) = channel(0);
    let mut pending = Checkpoint::new();
    let info = measure(|| {
        for _ in 0..10 {
            assert!(poll_once(boxed(&mut pending, &mut rx, &tx)).is_pending());
        }
    });
    assert_eq!(info.count_total, 10);
}

#[test]
fn a_select_allocates_nothing() {
    let (_feed, mut rx) = channel(0);
    let info = measure(|| {
        let select = async {
            safe_select! {
                _ = rx.recv() => 1,
                n = ready(2) => n,
            }
        };
        assert_eq!(poll_once(select), Poll::Ready(2));
    });
    assert_eq!(info.count_total, 0);
}
