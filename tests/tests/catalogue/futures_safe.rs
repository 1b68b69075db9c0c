//! The rows of futures that are safe: what is dropped and made again yields all the same.

use std::pin::Pin;
use std::sync::Arc;

use crate::support::is_pending;
use crate::support::transport::{Drain, Futures, Source};
use cancel_safe::CancelSafe;
use futures::channel::{mpsc, oneshot};
use futures::stream::{FuturesOrdered, FuturesUnordered, StreamExt as _};
use futures::{
    AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, FutureExt as _, SinkExt,
};

fn marked<F: CancelSafe>(future: F) -> F {
    future
}

/// Dropped before the event, and made again.
macro_rules! again {
    ($call:expr, $event:expr => $output:pat) => {{
        for _ in 0..2 {
            assert!(is_pending(marked($call)), "{} is ready", stringify!($call));
        }
        $event;
        let output = marked($call).now_or_never().expect(stringify!($call));
        assert!(matches!(output, $output), stringify!($call));
    }};
}

#[test]
fn channels() {
    // checks futures_channel::mpsc::Receiver: recv
    // checks futures_channel::mpsc::UnboundedReceiver: recv
    // checks futures_channel::oneshot::Sender: cancellation
    // checks futures_channel::oneshot::Receiver: (await) &mut Receiver
    let (mut tx, mut rx) = mpsc::channel(4);
    again!(rx.recv(), tx.try_send(1).unwrap() => Ok(1));
    let (tx, mut rx) = mpsc::unbounded();
    again!(rx.recv(), tx.unbounded_send(1).unwrap() => Ok(1));
    let (mut tx, rx) = oneshot::channel::<u8>();
    again!(tx.cancellation(), drop(rx) => ());
    let (tx, mut rx) = oneshot::channel::<u8>();
    again!(&mut rx, tx.send(1).unwrap() => Ok(1));
}

#[test]
fn locks() {
    // checks futures_util::lock::Mutex: lock, lock_owned
    let mutex = Arc::new(futures::lock::Mutex::new(1));
    let guard = mutex.try_lock().unwrap();
    again!(mutex.lock(), drop(guard) => _);
    let guard = mutex.try_lock().unwrap();
    again!(mutex.clone().lock_owned(), drop(guard) => _);
}

#[test]
fn peeking() {
    // checks futures_util::stream::Peekable: peek, peek_mut, next_if, next_if_eq
    let (tx, rx) = mpsc::unbounded();
    let mut rx = Box::pin(rx.peekable());
    let send = |n| tx.unbounded_send(n).unwrap();
    again!(rx.as_mut().peek(), send(1) => Some(1));
    assert_eq!(rx.next().now_or_never(), Some(Some(1)));
    again!(rx.as_mut().peek_mut(), send(2) => Some(2));
    assert_eq!(rx.next().now_or_never(), Some(Some(2)));
    again!(rx.as_mut().next_if(|n| *n == 3), send(3) => Some(3));
    again!(rx.as_mut().next_if_eq(&4), send(4) => Some(4));
    // What does not match stays.
    again!(rx.as_mut().next_if_eq(&0), send(5) => None);
    assert_eq!(rx.next().now_or_never(), Some(Some(5)));
}

#[test]
fn sets_of_futures() {
    // checks futures_util::stream::FuturesUnordered / FuturesOrdered: StreamExt::next
    let (tx, rx) = oneshot::channel();
    let mut futures = FuturesUnordered::from_iter([rx]);
    again!(futures.next(), tx.send(1).unwrap() => Some(Ok(1)));
    let (tx, rx) = oneshot::channel();
    let mut futures = FuturesOrdered::from_iter([rx]);
    again!(futures.next(), tx.send(1).unwrap() => Some(Ok(1)));
}

#[test]
fn streams_of_channels() {
    // checks async_channel::Receiver: StreamExt::next
    // checks flume::r#async::RecvStream: StreamExt::next
    let (tx, rx) = async_channel::unbounded();
    let mut rx = Box::pin(rx);
    again!(rx.next(), tx.try_send(1).unwrap() => Some(1));
    let (tx, rx) = flume::unbounded();
    let mut rx = rx.stream();
    again!(rx.next(), tx.send(1).unwrap() => Some(1));
}

/// Each pends once, and then one byte goes through.
#[test]
fn bytes() {
    // checks futures_util::io::AsyncReadExt: read, read_vectored
    // checks futures_util::io::AsyncBufReadExt: fill_buf
    // checks futures_util::io::AsyncWriteExt: write, write_vectored, flush, close
    macro_rules! pends_once {
        ($call:expr => $output:pat) => {
            assert!(is_pending(marked($call)), stringify!($call));
            assert!(matches!(marked($call).now_or_never(), Some($output)), stringify!($call));
        };
    }
    let mut source = Futures(Source::new("abc"));
    let (mut buf, mut other) = ([0; 4], [0; 4]);
    pends_once!(source.read(&mut buf) => Ok(1));
    pends_once!(source.read_vectored(&mut [std::io::IoSliceMut::new(&mut other)]) => Ok(1));
    pends_once!(source.fill_buf() => Ok(b"c"));
    assert_eq!([buf[0], other[0]], *b"ab");

    let mut drain = Futures::<Drain>::default();
    pends_once!(drain.write(b"ab") => Ok(1));
    let slices = [std::io::IoSlice::new(b"b")];
    pends_once!(drain.write_vectored(&slices) => Ok(1));
    assert_eq!(drain.0.bytes, b"ab");
    assert!(matches!(marked(drain.flush()).now_or_never(), Some(Ok(()))));
    assert!(matches!(marked(drain.close()).now_or_never(), Some(Ok(()))));
}

/// Items that are in the sink stay there when a flush is dropped.
#[test]
fn sinks() {
    // checks futures_util::sink::SinkExt: flush, close
    let mut sink = crate::support::transport::Items::default();
    assert!(is_pending(sink.feed(1)));
    sink.feed(1).now_or_never().unwrap().unwrap();
    assert!(is_pending(marked(sink.flush())));
    assert!(matches!(marked(sink.flush()).now_or_never(), Some(Ok(()))));
    assert_eq!(sink.flushed, [1]);
    assert!(is_pending(sink.feed(2)));
    sink.feed(2).now_or_never().unwrap().unwrap();
    assert!(is_pending(marked(SinkExt::<u8>::close(&mut sink))));
    assert!(matches!(marked(SinkExt::<u8>::close(&mut sink)).now_or_never(), Some(Ok(()))));
    assert_eq!(sink.flushed, [1, 2]);
}

/// A future that was received is kept by whoever has a reference to it.
#[test]
fn a_reference_drops_nothing() {
    let (tx, rx) = oneshot::channel::<u8>();
    let mut rx = Box::pin(rx);
    let mut pinned: Pin<&mut _> = rx.as_mut();
    again!(pinned.as_mut(), tx.send(1).unwrap() => Ok(1));
}
