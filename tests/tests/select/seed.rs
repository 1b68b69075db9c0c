//! The loop that this crate exists for.

use cancel_safe::{CancelSafe, assume_cancel_safe, safe_select};
use tokio::sync::mpsc;

struct Item(u32);

/// Stands for an annotated function: the checkpoint first, then what is lent.
fn read_send<'a>(
    pending: &'a mut Vec<u32>,
    database: &'a mut Vec<u32>,
    channel: &'a mut mpsc::Sender<Item>,
) -> impl CancelSafe<Output = u32> + 'a {
    assume_cancel_safe(async move {
        while let Some(row) = pending.pop().or_else(|| database.pop()) {
            pending.push(row);
            let permit = channel.reserve().await.unwrap();
            permit.send(Item(row));
            pending.pop();
        }
        7
    })
}

#[tokio::test]
async fn rows_and_packets() {
    let mut pending = Vec::new();
    let mut db: Vec<u32> = (0..100).collect();
    let (mut channel, mut items) = mpsc::channel(1);
    let (packets, mut rx) = mpsc::channel(1);
    let receiver = tokio::spawn(async move {
        let mut seen = Vec::new();
        while let Some(Item(row)) = items.recv().await {
            seen.push(row);
        }
        seen
    });
    let sender = tokio::spawn(async move { while packets.send(()).await.is_ok() {} });
    let mut count = 0;
    let seven = loop {
        safe_select! {
            r = read_send(&mut pending, &mut db, &mut channel) => break r,
            packet = rx.recv() => {
                packet.unwrap();
                count += 1;
            }
        }
    };
    drop((channel, rx));
    sender.await.unwrap();
    assert_eq!(seven, 7);
    assert!(count > 0);
    assert_eq!(receiver.await.unwrap(), (0..100).rev().collect::<Vec<_>>());
}
