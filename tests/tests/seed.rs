//! The seed's function, as it stands in the story.
use cancel_safe::{Checkpoint, assume_cancel_safe, cancel_safe};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tokio::sync::mpsc;

struct Database {
    row: u32,
}
struct Data(u32);
fn parse(data: &Data) -> Vec<u32> {
    (0..3).map(|i| data.0 * 10 + i).collect()
}

async fn fetch(db: &mut Database) -> Option<Data> {
    tokio::task::yield_now().await;
    db.row += 1;
    (db.row <= 4).then_some(Data(db.row))
}

#[cancel_safe]
async fn read_send(db: &mut Database, channel: &mut mpsc::Sender<u32>) {
    loop {
        let Some(data) = assume_cancel_safe(fetch(db)).await else { return };
        let items = parse(&data);
        for item in items {
            channel.send(item).await.unwrap();
        }
    }
}

#[test]
fn works() {
    let (mut tx, mut rx) = mpsc::channel(1);
    let mut db = Database { row: 0 };
    let mut pending = Checkpoint::new();
    let mut got = vec![];
    loop {
        let mut call = Box::pin(read_send(&mut pending, &mut db, &mut tx));
        let mut cx = Context::from_waker(Waker::noop());
        let mut polls = 0;
        let done = loop {
            polls += 1;
            match call.as_mut().poll(&mut cx) {
                Poll::Ready(()) => break true,
                Poll::Pending if polls == 2 => break false,
                _ => {}
            }
        };
        drop(call);
        if done {
            break;
        }
        eprintln!("{pending:?}");
        while let Ok(v) = rx.try_recv() {
            got.push(v)
        }
    }
    while let Ok(v) = rx.try_recv() {
        got.push(v)
    }
    assert_eq!(got, [10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42]);
}
