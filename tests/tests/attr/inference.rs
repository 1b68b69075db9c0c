//! Locals whose type follows from what comes after an await.

use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::mpsc::{Receiver, channel};

#[cancel_safe]
async fn last(rx: &mut Receiver<u32>) -> Option<u32> {
    let mut last = None;
    while let Some(n) = rx.recv().await {
        last = Some(n);
    }
    last
}

#[cancel_safe]
async fn parsed(rx: &mut Receiver<u32>) -> u64 {
    let bias = "5".parse().unwrap();
    let mut all = Vec::new();
    let limit = Default::default();
    let (mut first, mut rest) = (None, Vec::new());
    while let Some(n) = rx.recv().await {
        all.push(u64::from(n));
        first = first.or(Some(n));
        rest.extend(first);
    }
    add(bias, limit) + all.len() as u64 + rest.len() as u64
}

fn add(a: u64, b: u64) -> u64 {
    a + b
}

#[cancel_safe]
async fn named(rx: &mut Receiver<u32>) -> String {
    let mut names = String::new();
    while let Some(n) = rx.recv().await {
        let name = match n {
            0 => "none",
            1 => "one",
            _ => "many",
        };
        let length = if n > 1 { "long" } else { "short" };
        let _: Option<u32> = rx.recv().await;
        names.push_str(name);
        names.push_str(length);
    }
    names
}

/// A future that is polled once, and dropped.
macro_rules! cancelled {
    ($future:expr) => {
        tokio::select! {
            biased;
            _ = $future => panic!("ready"),
            _ = std::future::ready(()) => {}
        }
    };
}

#[tokio::test]
async fn types_are_known_at_the_end() {
    let (tx, mut rx) = channel(4);
    let mut pending = Checkpoint::new();
    tx.send(1).await.unwrap();
    cancelled!(last(&mut pending, &mut rx));
    tx.send(2).await.unwrap();
    cancelled!(last(&mut pending, &mut rx));
    drop(tx);
    assert_eq!(last(&mut pending, &mut rx).await, Some(2));

    let (tx, mut rx) = channel(4);
    let mut pending = Checkpoint::new();
    tx.send(1).await.unwrap();
    cancelled!(parsed(&mut pending, &mut rx));
    drop(tx);
    assert_eq!(parsed(&mut pending, &mut rx).await, 7);
}

#[tokio::test]
async fn literals_can_be_kept() {
    let (tx, mut rx) = channel(4);
    let mut pending = Checkpoint::new();
    tx.send(1).await.unwrap();
    cancelled!(named(&mut pending, &mut rx));
    drop(tx);
    assert_eq!(named(&mut pending, &mut rx).await, "oneshort");
}
