//! tokio's channels.

use crate::support::{is_pending, poll, resume};
use cancel_safe::Progress;
use tokio::sync::mpsc;

#[test]
fn send_keeps_the_item_until_there_is_room() {
    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send("first".to_owned()).unwrap();
    let (mut item, mut progress) = (Some("second".to_owned()), Progress::None);
    for _ in 0..3 {
        assert!(is_pending(async { resume!(tx.send(slot item), &mut progress) }));
        assert_eq!(item.as_deref(), Some("second"));
    }
    assert_eq!(rx.try_recv().unwrap(), "first");
    assert!(!is_pending(async { resume!(tx.send(slot item), &mut progress) }));
    assert_eq!((item, progress), (None, Progress::None));
    assert_eq!(rx.try_recv().unwrap(), "second");
}

#[test]
fn send_gives_the_item_back_when_the_channel_is_closed() {
    let (tx, rx) = mpsc::channel(1);
    drop(rx);
    let (mut item, mut progress) = (Some(7), Progress::None);
    let mut call = Box::pin(async { resume!(tx.send(slot item), &mut progress) });
    assert!(matches!(poll(call.as_mut()), std::task::Poll::Ready(Err(mpsc::error::SendError(7)))));
}

#[test]
fn send_of_a_reference() {
    let item = String::from("lent");
    let (tx, mut rx) = mpsc::channel::<&String>(1);
    let mut progress = Progress::None;
    assert!(!is_pending(async { resume!(tx.send(by & item), &mut progress) }));
    assert_eq!(rx.try_recv().unwrap(), "lent");
}

/// A task that only sends, on a channel that never fills, yields now and then.
#[tokio::test]
async fn send_spends_the_cooperative_budget() {
    async fn sends_before_it_yields(plain: bool) -> usize {
        let (tx, mut rx) = mpsc::channel(10_000);
        let task = tokio::spawn(async move {
            for number in 0..5_000 {
                if plain {
                    tx.send(number).await.unwrap();
                } else {
                    let mut item = Some(number);
                    resume!(tx.send(slot item), &mut Progress::None).unwrap();
                }
            }
        });
        tokio::task::yield_now().await;
        let sent = rx.len();
        task.await.unwrap();
        rx.close();
        sent
    }
    let sent = sends_before_it_yields(false).await;
    assert!(sent < 5_000, "{sent}");
    assert_eq!(sent, sends_before_it_yields(true).await);
}

#[test]
fn plain_send_loses_the_item() {
    // checks tokio::sync::mpsc::Sender: send
    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send(1).unwrap();
    assert!(is_pending(tx.send(2)));
    assert_eq!(rx.try_recv(), Ok(1));
    assert!(rx.try_recv().is_err());
}

#[test]
fn recv() {
    let (tx, mut rx) = mpsc::channel(1);
    assert!(is_pending(async { resume!(rx.recv(), &mut Progress::None) }));
    tx.try_send(1).unwrap();
    assert!(!is_pending(async { assert_eq!(resume!(rx.recv(), &mut Progress::None), Some(1)) }));
}
