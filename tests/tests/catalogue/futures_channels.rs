//! The channels, sinks and streams of futures.

use crate::support::transport::Items;
use crate::support::{every_schedule, is_pending, poll, resume};
use cancel_safe::CancelSafe;
use cancel_safe::Progress;
use futures::channel::{mpsc, oneshot};
use futures::{FutureExt, SinkExt, StreamExt};

type Numbers = (Items<u8>, Option<u8>, u8, Progress);

#[test]
fn send() {
    // checks futures_util::sink::SinkExt: send
    let (suspensions, _, items) = every_schedule(
        || (Items::default(), None, 0, Progress::None),
        &|(sink, item, next, progress): &mut Numbers| {
            Box::pin(async move {
                while *next < 6 {
                    // As generated code has it: a fresh call fills the slot, a resumed one does
                    // not.
                    if item.is_none() && *progress == Progress::None {
                        *item = Some(*next);
                    }
                    resume!(sink.send(slot * item), progress).unwrap();
                    *next += 1;
                }
            })
        },
        |(sink, item, _, progress)| {
            assert_eq!((item, progress), (None, Progress::None));
            sink
        },
    );
    assert_eq!((suspensions, items.flushed), (12, vec![0, 1, 2, 3, 4, 5]));
}

#[test]
fn feed() {
    // checks futures_util::sink::SinkExt: feed
    let (_, _, items) = every_schedule(
        || (Items::default(), None, 0, Progress::None),
        &|(sink, item, next, progress): &mut Numbers| {
            Box::pin(async move {
                while *next < 12 {
                    item.get_or_insert(*next);
                    resume!(sink.feed(slot * item), progress).unwrap();
                    *next += 1;
                }
            })
        },
        |(sink, ..)| sink,
    );
    assert_eq!(items.buffered, Vec::from_iter(0..12));
}

/// A sink of more than one type of item: the argument says which.
#[test]
fn send_to_a_sink_of_many_types() {
    struct Any(Vec<String>);

    impl<T: ToString> futures::Sink<T> for Any {
        type Error = ();

        fn poll_ready(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Result<(), ()>> {
            std::task::Poll::Ready(Ok(()))
        }

        fn start_send(self: std::pin::Pin<&mut Self>, item: T) -> Result<(), ()> {
            self.get_mut().0.push(item.to_string());
            Ok(())
        }

        fn poll_flush(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Result<(), ()>> {
            std::task::Poll::Ready(Ok(()))
        }

        fn poll_close(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Result<(), ()>> {
            std::task::Poll::Ready(Ok(()))
        }
    }

    let mut any = Any(Vec::new());
    let (mut number, mut text) = (Some(7), Some("seven"));
    let call = async {
        resume!(any.send(slot number), &mut Progress::None)?;
        resume!(any.send(slot text), &mut Progress::None)
    };
    assert_eq!(call.now_or_never(), Some(Ok(())));
    assert_eq!(any.0, ["7", "seven"]);
}

#[test]
fn plain_send_loses_the_item() {
    let mut sink = Items::default();
    assert!(is_pending(sink.send(1)));
    assert_eq!(sink.send(2).now_or_never(), None);
    assert_eq!(sink.buffered, [2]);
}

#[test]
fn channel_send() {
    let (mut tx, mut rx) = mpsc::channel::<String>(0);
    tx.try_send("first".to_owned()).unwrap();
    let (mut item, mut progress) = (Some("second".to_owned()), Progress::None);
    for _ in 0..3 {
        assert!(is_pending(async { resume!(tx.send(slot item), &mut progress) }));
        assert_eq!(item.as_deref(), Some("second"));
    }
    assert_eq!(rx.next().now_or_never(), Some(Some("first".to_owned())));
    let mut call = Box::pin(async { resume!(tx.send(slot item), &mut progress) });
    let _ = poll(call.as_mut());
    drop(call);
    assert_eq!(rx.next().now_or_never(), Some(Some("second".to_owned())));
    assert_eq!(item, None);
}

fn is_cancel_safe(_: &impl CancelSafe) {}

/// What the type says is safe: dropped at its suspension and made again, it loses nothing.
#[test]
fn streams() {
    // checks futures_util::stream::StreamExt: next, select_next_some
    // checks futures_util::stream::TryStreamExt: try_next
    let (tx, mut rx) = mpsc::unbounded();
    macro_rules! lose_nothing {
        ($($call:expr => $output:pat,)+) => {$(
            {
                let call = $call;
                is_cancel_safe(&call);
                assert!(is_pending(call), "{} is ready", stringify!($call));
            }
            tx.unbounded_send(Ok::<u8, ()>(1)).unwrap();
            assert!(matches!($call.now_or_never(), Some($output)));
        )+};
    }
    lose_nothing! {
        rx.next() => Some(Ok(1)),
        rx.recv() => Ok(Ok(1)),
        rx.select_next_some() => Ok(1),
        futures::TryStreamExt::try_next(&mut rx) => Ok(Some(1)),
        rx.next().fuse() => Some(Ok(1)),
        rx.next().map(|item| item.is_some()) => true,
        futures::future::select(rx.next(), futures::future::pending::<()>())
            => futures::future::Either::Left((Some(Ok(1)), _)),
        futures::future::OptionFuture::from(Some(rx.next())) => Some(Some(Ok(1))),
    }
    let mut rx = rx.peekable();
    let mut rx = std::pin::Pin::new(&mut rx);
    lose_nothing! {
        rx.as_mut().peek() => Some(Ok(1)),
    }
}

#[test]
fn locks() {
    let mutex = futures::lock::Mutex::new(());
    let guard = mutex.try_lock().unwrap();
    is_cancel_safe(&mutex.lock());
    assert!(is_pending(mutex.lock()));
    drop(guard);
    assert!(mutex.lock().now_or_never().is_some());
}

#[test]
fn plain_oneshot_receiver_loses_the_message() {
    // checks futures_channel::oneshot::Receiver: (await) Receiver
    let (tx, rx) = oneshot::channel();
    assert!(is_pending(rx));
    assert_eq!(tx.send(1), Err(1));

    let (tx, mut rx) = oneshot::channel();
    is_cancel_safe(&&mut rx);
    assert!(is_pending(&mut rx));
    tx.send(1).unwrap();
    assert_eq!((&mut rx).now_or_never(), Some(Ok(1)));
}

#[test]
fn plain_collect_loses_the_items() {
    let (tx, mut rx) = mpsc::unbounded();
    tx.unbounded_send(1).unwrap();
    assert!(is_pending(rx.by_ref().collect::<Vec<_>>()));
    tx.unbounded_send(2).unwrap();
    assert_eq!(rx.next().now_or_never(), Some(Some(2)));
}

#[test]
fn plain_join_loses_an_output() {
    let (tx, mut rx) = mpsc::unbounded();
    tx.unbounded_send(1).unwrap();
    assert!(is_pending(futures::future::join(rx.next(), std::future::pending::<()>())));
    assert!(is_pending(rx.next()));
}
