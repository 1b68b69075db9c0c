//! The rows of tokio that are safe: what is dropped and made again yields all the same.

use std::time::Duration;

use crate::support::transport::{Drain, Source};
use crate::support::{branch, is_pending, loses_nothing, poll, soon};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::sync::{SetOnce, broadcast, mpsc, oneshot, watch};
use tokio::task::JoinSet;

#[tokio::test]
async fn mpsc_recv() {
    // checks tokio::sync::mpsc::Receiver: recv, recv_many
    // checks tokio::sync::mpsc::UnboundedReceiver: recv, recv_many
    let (tx, mut rx) = mpsc::channel(4);
    loses_nothing!(rx.recv(), tx.try_send(1).unwrap() => Some(1));
    let mut many = Vec::new();
    loses_nothing!(rx.recv_many(&mut many, 3), tx.try_send(2).unwrap() => 1);
    assert_eq!(many, [2, 2]);

    let (tx, mut rx) = mpsc::unbounded_channel();
    loses_nothing!(rx.recv(), tx.send(1).unwrap() => Some(1));
    let mut many = Vec::new();
    loses_nothing!(rx.recv_many(&mut many, 3), tx.send(2).unwrap() => 1);
    assert_eq!(many, [2, 2]);
}

#[tokio::test]
async fn the_receiver_may_be_any_expression() {
    struct Inbox<'a> {
        rx: &'a mut Box<mpsc::UnboundedReceiver<u8>>,
    }
    let (tx, rx) = mpsc::unbounded_channel();
    let mut rx = Box::new(rx);
    let inbox = Inbox { rx: &mut rx };
    let lent = &mut *inbox.rx;
    loses_nothing!(lent.recv(), tx.send(1).unwrap() => Some(1));
}

#[tokio::test]
async fn broadcast_recv() {
    // checks tokio::sync::broadcast::Receiver: recv
    let (tx, mut rx) = broadcast::channel(4);
    loses_nothing!(rx.recv(), tx.send(1).unwrap() => Ok(1));
}

#[tokio::test]
async fn watch_changes() {
    // checks tokio::sync::watch::Receiver: changed, wait_for
    let (tx, mut rx) = watch::channel(0);
    loses_nothing!(rx.changed(), tx.send_modify(|n| *n += 1) => Ok(()));
    for limit in 5..8 {
        assert!(is_pending(branch!(rx.wait_for(|n| *n > limit))));
        tx.send_replace(limit + 1);
        assert_eq!(*soon(branch!(rx.wait_for(|n| *n > limit))).await.unwrap(), limit + 1);
    }
}

/// Closing happens once, so each has two channels.
#[tokio::test]
async fn closed() {
    // checks tokio::sync::mpsc::Sender: closed
    // checks tokio::sync::mpsc::UnboundedSender: closed
    // checks tokio::sync::broadcast::Sender: closed
    // checks tokio::sync::watch::Sender: closed
    // checks tokio::sync::oneshot::Sender: closed
    macro_rules! closed {
        ($channel:expr) => {
            for drop_first in [false, true] {
                #[allow(unused_mut)]
                let (mut tx, rx) = $channel;
                let mut waiting = Box::pin(branch!(tx.closed()));
                assert!(poll(waiting.as_mut()).is_pending());
                if drop_first {
                    drop(waiting);
                    drop(rx);
                } else {
                    drop(rx);
                    drop(waiting);
                }
                soon(branch!(tx.closed())).await;
            }
        };
    }
    closed!(mpsc::channel::<()>(1));
    closed!(mpsc::unbounded_channel::<()>());
    closed!(broadcast::channel::<()>(1));
    closed!(watch::channel(()));
    closed!(oneshot::channel::<()>());
}

#[tokio::test]
async fn set_once() {
    // checks tokio::sync::SetOnce: wait
    let cell = SetOnce::new();
    assert!(is_pending(branch!(cell.wait())));
    cell.set(1).unwrap();
    assert_eq!(soon(branch!(cell.wait())).await, &1);
}

#[tokio::test]
async fn join_set() {
    // checks tokio::task::JoinSet: join_next, join_next_with_id, shutdown
    let mut set = JoinSet::new();
    let (tx, rx) = broadcast::channel::<u8>(1);
    for _ in 0..2 {
        let mut rx = rx.resubscribe();
        set.spawn(async move { rx.recv().await.unwrap() });
    }
    assert!(is_pending(branch!(set.join_next())));
    tx.send(1).unwrap();
    assert_eq!(soon(branch!(set.join_next())).await.unwrap().unwrap(), 1);
    let (_, output) = soon(branch!(set.join_next_with_id())).await.unwrap().unwrap();
    assert_eq!(output, 1);
    set.spawn(std::future::pending());
    assert!(is_pending(branch!(set.shutdown())));
    soon(branch!(set.shutdown())).await;
    assert!(set.is_empty());
}

#[tokio::test]
async fn futures_that_are_kept() {
    // checks tokio::sync::oneshot::Receiver: (await) &mut Receiver
    // checks tokio::task::JoinHandle: (await) &mut JoinHandle
    let (tx, mut rx) = oneshot::channel();
    assert!(is_pending(&mut rx));
    tx.send(1).unwrap();
    assert_eq!(soon(&mut rx).await, Ok(1));

    let mut task = tokio::spawn(async { tokio::time::sleep(Duration::from_millis(1)).await });
    assert!(is_pending(&mut task));
    assert!(soon(&mut task).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_sleep_that_is_kept() {
    // checks tokio::time::Sleep: (await) &mut pinned Sleep
    let start = tokio::time::Instant::now();
    let mut sleep = std::pin::pin!(tokio::time::sleep(Duration::from_secs(5)));
    for _ in 0..4 {
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(is_pending(sleep.as_mut()));
    }
    sleep.as_mut().await;
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn lines() {
    // checks tokio::io::Lines: next_line
    // checks tokio::io::Split: next_segment
    let mut lines = Source::new("one\ntwo\n").lines();
    for expected in ["one", "two"] {
        for _ in 0..expected.len() + 1 {
            assert!(is_pending(branch!(lines.next_line())));
        }
        let line = soon(branch!(lines.next_line())).await.unwrap();
        assert_eq!(line.as_deref(), Some(expected));
    }
    let mut segments = Source::new("one two").split(b' ');
    for expected in ["one", "two"] {
        for _ in 0..expected.len() + 1 {
            assert!(is_pending(branch!(segments.next_segment())));
        }
        let segment = soon(branch!(segments.next_segment())).await.unwrap();
        assert_eq!(segment.as_deref(), Some(expected.as_bytes()));
    }
}

/// Each pends once, and then one byte goes through.
#[tokio::test]
async fn bytes() {
    // checks tokio::io::AsyncReadExt: read, read_buf, read_u8, read_i8
    // checks tokio::io::AsyncBufReadExt: fill_buf
    // checks tokio::io::AsyncWriteExt: write, write_buf, write_vectored, write_u8, write_i8
    // checks tokio::io::AsyncWriteExt: flush, shutdown
    macro_rules! pends_once {
        ($call:expr => $output:pat) => {{
            assert!(is_pending($call));
            let output = soon($call).await;
            assert!(matches!(output, $output), "{output:?}");
        }};
    }
    let mut source = Source::new("abcde");
    let (mut buf, mut vec) = ([0; 4], Vec::new());
    pends_once!(branch!(source.read(&mut buf)) => Ok(1));
    pends_once!(branch!(source.read_buf(&mut vec)) => Ok(1));
    pends_once!(branch!(source.read_u8()) => Ok(b'c'));
    pends_once!(branch!(source.read_i8()) => Ok(100));
    pends_once!(branch!(source.fill_buf()) => Ok(b"e"));
    assert_eq!((buf[0], &*vec), (b'a', &b"b"[..]));

    let mut drain = Drain::default();
    let (mut one, mut two) = (&b"c"[..], &b"d"[..]);
    pends_once!(branch!(drain.write(b"a")) => Ok(1));
    pends_once!(branch!(drain.write_buf(&mut one)) => Ok(1));
    pends_once!(branch!(drain.write_vectored(&[std::io::IoSlice::new(b"b")])) => Ok(1));
    pends_once!(branch!(drain.write_all_buf(&mut two)) => Ok(()));
    pends_once!(branch!(drain.write_u8(b'e')) => Ok(()));
    pends_once!(branch!(drain.write_i8(102)) => Ok(()));
    soon(branch!(drain.flush())).await.unwrap();
    soon(branch!(drain.shutdown())).await.unwrap();
    assert_eq!(drain.bytes, b"acbdef");
}

/// The argument knows how far it is, so the next call goes on there.
#[tokio::test]
async fn write_all_buf() {
    // checks tokio::io::AsyncWriteExt: write_all_buf
    let mut drain = Drain::default();
    let mut bytes = &b"twelve bytes"[..];
    while is_pending(branch!(drain.write_all_buf(&mut bytes))) {}
    assert_eq!(drain.bytes, b"twelve bytes");
}
