//! async-channel and flume.

use crate::support::{is_pending, poll, resume};
use cancel_safe::{CancelSafe, Progress};
use std::task::Poll;

fn is_cancel_safe(_: &impl CancelSafe) {}

macro_rules! channel {
    ($name:ident: $krate:ident, $send:ident, $recv:ident) => {
        mod $name {
            use super::*;

            #[test]
            fn send_keeps_the_message() {
                let (tx, rx) = $krate::bounded(1);
                tx.try_send("first".to_owned()).unwrap();
                let (mut item, mut progress) = (Some("second".to_owned()), Progress::None);
                for _ in 0..3 {
                    assert!(is_pending(async { resume!(tx.$send(slot item), &mut progress) }));
                }
                assert_eq!(rx.try_recv().as_deref(), Ok("first"));
                let mut call = Box::pin(async { resume!(tx.$send(slot item), &mut progress) });
                assert!(matches!(poll(call.as_mut()), Poll::Ready(Ok(()))));
                drop(call);
                assert_eq!(progress, Progress::None);
                assert_eq!(rx.try_recv().as_deref(), Ok("second"));
                assert!(rx.try_recv().is_err());
            }

            /// Whether room comes before or after the cancel, and whatever happens in between.
            #[test]
            fn every_message_arrives_once() {
                for schedule in 0..1 << 12 {
                    let (tx, rx) = $krate::bounded(1);
                    let mut received = Vec::new();
                    let (mut next, mut step) = (0, 0);
                    let (mut item, mut progress) = (None, Progress::None);
                    while next < 6 {
                        if progress == Progress::None {
                            item.get_or_insert(next);
                        }
                        let mut call =
                            Box::pin(async { resume!(tx.$send(slot item), &mut progress) });
                        loop {
                            if let Poll::Ready(result) = poll(call.as_mut()) {
                                result.unwrap();
                                next += 1;
                                break;
                            }
                            let bits = schedule >> (step % 12) & 3;
                            step += 2;
                            if bits & 1 == 1 || step > 24 {
                                received.extend(rx.try_recv());
                            }
                            if bits & 2 == 2 {
                                break;
                            }
                        }
                    }
                    received.extend(std::iter::from_fn(|| rx.try_recv().ok()));
                    assert_eq!(received, Vec::from_iter(0..6), "{schedule:#b}");
                }
            }

            #[test]
            fn a_closed_channel_gives_the_message_back() {
                let (tx, rx) = $krate::bounded(1);
                tx.try_send(1).unwrap();
                let (mut item, mut progress) = (Some(2), Progress::None);
                assert!(is_pending(async { resume!(tx.$send(slot item), &mut progress) }));
                drop(rx);
                let mut call = Box::pin(async { resume!(tx.$send(slot item), &mut progress) });
                let Poll::Ready(Err($krate::SendError(2))) = poll(call.as_mut()) else {
                    panic!("the channel is closed")
                };
            }

            #[test]
            fn recv() {
                let (tx, rx) = $krate::bounded(1);
                is_cancel_safe(&rx.$recv());
                assert!(is_pending(rx.$recv()));
                tx.try_send(1).unwrap();
                // Woken, and dropped.
                let mut waiting = Box::pin(rx.$recv());
                let _ = rx.try_recv();
                assert!(poll(waiting.as_mut()).is_pending());
                tx.try_send(2).unwrap();
                drop(waiting);
                assert!(!is_pending(async { assert_eq!(rx.$recv().await, Ok(2)) }));
            }

            #[test]
            fn plain_send_loses_the_message() {
                let (tx, rx) = $krate::bounded(1);
                tx.try_send(1).unwrap();
                assert!(is_pending(tx.$send(2)));
                assert_eq!(rx.try_recv(), Ok(1));
                assert!(rx.try_recv().is_err());
            }
        }
    };
}

// checks async_channel::Receiver: recv
// checks async_channel::Sender: send
channel!(of_async_channel: async_channel, send, recv);
// checks flume::Receiver: recv_async
// checks flume::Sender: send_async
channel!(of_flume: flume, send_async, recv_async);

/// What is passed by value goes with the future.
#[test]
fn flume_by_value() {
    // checks flume::Sender: into_send_async
    // checks flume::Receiver: into_recv_async
    // checks flume::r#async::SendSink: SinkExt::send
    use futures::SinkExt as _;

    let (tx, rx) = flume::bounded(1);
    tx.try_send(1).unwrap();
    assert!(is_pending(tx.clone().into_send_async(2)));
    assert!(is_pending(tx.sink().send(3)));
    assert!(is_pending(tx.into_send_async(4)));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(rx.try_recv(), Err(flume::TryRecvError::Disconnected));
    let (tx, rx) = flume::bounded::<u8>(1);
    assert!(is_pending(rx.into_recv_async()));
    assert!(tx.is_disconnected());
}

/// Why the verdict on flume says that nobody knows.
#[test]
fn plain_flume_send_may_have_sent() {
    let (tx, rx) = flume::bounded(1);
    tx.try_send(1).unwrap();
    let mut call = Box::pin(tx.send_async(2));
    assert!(poll(call.as_mut()).is_pending());
    assert_eq!(rx.try_recv(), Ok(1));
    drop(call);
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn closed() {
    // checks async_channel::Sender: closed
    let (tx, rx) = async_channel::bounded::<()>(1);
    is_cancel_safe(&tx.closed());
    assert!(is_pending(tx.closed()));
    drop(rx);
    assert!(!is_pending(tx.closed()));
}
