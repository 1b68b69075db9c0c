//! What the guides "From `tokio::select!`" and "From `futures::select!`" write instead, run.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use cancel_safe::{Checkpoint, abandon, cancel_safe, requeue, safe_select};
use futures::{FutureExt, StreamExt};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::sleep;

#[cancel_safe]
async fn read_send(rows: &mut Vec<u32>, tx: &mpsc::Sender<u32>) {
    while let Some(row) = rows.pop() {
        tx.send(row).await.unwrap();
    }
}

async fn get(url: &str) -> String {
    tokio::task::yield_now().await;
    url.to_owned()
}

#[tokio::test]
async fn from_tokio() {
    let (tx, mut rx) = mpsc::channel(4);
    let mut rows = vec![1];
    let mut pending_rows = Checkpoint::new();
    safe_select! { _ = read_send(&mut pending_rows, &mut rows, &tx) => {} }
    assert_eq!(rx.recv().await, Some(1));

    safe_select! {
        permit = requeue(tx.reserve()) => permit.unwrap().send(2),
        _ = pending::<()>() => {}
    }
    assert_eq!(rx.recv().await, Some(2));

    let mut task = tokio::spawn(async { 3 });
    let (answer, mut answered) = oneshot::channel();
    answer.send(3).unwrap();
    let x = safe_select! { r = &mut task => r.unwrap(), r = &mut answered => r.unwrap() };
    assert_eq!(x, 3);

    let x =
        safe_select! { r = abandon(get("url")) => r, _ = sleep(Duration::MAX) => String::new() };
    assert_eq!(x, "url");
    let mut call = pin!(get("url"));
    let x = safe_select! { r = &mut call => r, _ = sleep(Duration::MAX) => String::new() };
    assert_eq!(x, "url");

    let lock = Mutex::new(4);
    let x = safe_select! { guard = requeue(lock.lock()) => *guard };
    assert_eq!(x, 4);

    let (open, rx) = (false, &mut rx);
    let x = safe_select! { Some(x) = rx.recv(), if open => x, else => 5 };
    assert_eq!(x, 5);

    tx.send(6).await.unwrap();
    safe_select! { x = rx.recv() => tx.send(x.unwrap()).await.unwrap() }
    let parse = async |x: Option<u32>| x.map(|x| x.to_string());
    let x = safe_select! { x = rx.recv() => { let x = parse(x).await; x.unwrap() } };
    assert_eq!(x, "6");
    let (mut none, mut nor) = (None::<mpsc::Receiver<u32>>, None::<mpsc::Receiver<u32>>);
    let x = safe_select! {
        x = none.as_mut().unwrap().recv(), if none.is_some() => x,
        x = async { match &mut nor { Some(rx) => rx.recv().await, None => pending().await } } => x,
        _ = sleep(Duration::ZERO) => Some(7),
    };
    assert_eq!(x, Some(7));

    let (answer, mut rx) = futures::channel::oneshot::channel();
    answer.send(8).unwrap();
    let x = safe_select! { x = rx => x };
    assert_eq!(x, Ok(8));
}

#[cfg(unix)]
#[tokio::test]
async fn from_tokio_signals() {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt()).unwrap();
    let x = safe_select! { _ = interrupt.recv() => 1, _ = sleep(Duration::ZERO) => 2 };
    assert_eq!(x, 2);
}

#[tokio::test]
async fn from_futures() {
    let mut stream = futures::stream::iter([1, 2, 3]).fuse();
    let x = safe_select! { x = stream.next().fuse() => x };
    assert_eq!(x, Some(1));
    let x = safe_select! { x = stream.next() => x };
    assert_eq!(x, Some(2));
    let x = safe_select! { x = stream.select_next_some() => x, complete => 0 };
    assert_eq!(x, 3);
    let x = safe_select! { _ = stream.next() => 1, complete => 0 };
    assert_eq!(x, 1);
    let x = safe_select! { x = stream.select_next_some() => x, complete => 0 };
    assert_eq!(x, 0);

    let (open, mut stream) = (true, futures::stream::iter([4]));
    for expected in [4, 0] {
        let x = safe_select! { Some(x) = stream.next(), if open => x, else => 0 };
        assert_eq!(x, expected);
    }
    let (a, b) = (std::future::ready(5), std::future::ready(6));
    let x = safe_select! { biased; x = a => x, x = b => x };
    assert_eq!(x, 5);
}
