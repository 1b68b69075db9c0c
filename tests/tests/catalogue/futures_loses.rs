//! The rows of futures that are refused: the plain operation does lose what its words say.

use std::task::Poll;

use crate::support::transport::{Drain, Futures, Items, Source};
use crate::support::{is_pending, poll};
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use futures::channel::oneshot;
use futures::future::{join, join_all, pending, ready, try_join, try_join_all};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use futures::{
    AsyncBufReadExt as _, AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _, FutureExt as _,
    SinkExt as _,
};

/// Two items, and no end.
fn two<T>(item: impl Fn() -> T) -> UnboundedReceiver<T> {
    let (tx, rx) = unbounded();
    tx.unbounded_send(item()).unwrap();
    tx.unbounded_send(item()).unwrap();
    // Open for as long as the test runs.
    Box::leak(Box::new(tx));
    rx
}

/// Drops the future of an operation on a stream. The items that were there are gone.
macro_rules! takes_items {
    ($($item:expr => $method:ident($($arg:expr),*);)+) => {$({
        let mut items = two(|| $item);
        assert!(is_pending(items.by_ref().$method($($arg),*)), stringify!($method));
        assert!(is_pending(items.next()), "{} has left an item", stringify!($method));
    })+};
}

#[test]
fn streams() {
    // checks futures_util::stream::StreamExt: all, any, collect, concat, count, fold, for_each
    // checks futures_util::stream::StreamExt: for_each_concurrent, forward, unzip
    takes_items! {
        1 => all(|_| ready(true));
        1 => any(|_| ready(false));
        1 => count();
        1 => fold(0, |sum, n| ready(sum + n));
        1 => for_each(|_| ready(()));
        1 => for_each_concurrent(2, |_| ready(()));
        vec![1] => concat();
        Ok::<_, ()>(1) => forward(futures::sink::drain().sink_map_err(|_| ()));
    }
    let mut items = two(|| 1);
    assert!(is_pending(items.by_ref().collect::<Vec<_>>()));
    assert!(is_pending(items.next()));
    let mut items = two(|| (1, 2));
    assert!(is_pending(items.by_ref().unzip::<_, _, Vec<_>, Vec<_>>()));
    assert!(is_pending(items.next()));
}

#[test]
fn streams_of_results() {
    // checks futures_util::stream::TryStreamExt: try_all, try_any, try_collect, try_concat
    // checks futures_util::stream::TryStreamExt: try_fold, try_for_each, try_for_each_concurrent
    takes_items! {
        Ok::<_, ()>(1) => try_all(|_| ready(true));
        Ok::<_, ()>(1) => try_any(|_| ready(false));
        Ok::<_, ()>(1) => try_fold(0, |sum, n| ready(Ok(sum + n)));
        Ok::<_, ()>(1) => try_for_each(|_| ready(Ok(())));
        Ok::<_, ()>(1) => try_for_each_concurrent(2, |_| ready(Ok(())));
        Ok::<_, ()>(vec![1]) => try_concat();
    }
    let mut items = two(|| Ok::<_, ()>(1));
    assert!(is_pending(items.by_ref().try_collect::<Vec<_>>()));
    assert!(is_pending(items.next()));
}

#[test]
fn into_future_drops_the_stream() {
    // checks futures_util::stream::StreamExt: into_future
    let (tx, rx) = unbounded::<u8>();
    assert!(is_pending(rx.into_future()));
    assert!(tx.is_closed());
}

#[test]
fn send_all_loses_the_item_in_its_hands() {
    // checks futures_util::sink::SinkExt: send_all
    let mut items = stream::iter([Ok::<_, ()>(1), Ok(2)]);
    let mut sink = Items::default();
    assert!(is_pending(sink.send_all(&mut items)));
    let mut rest = Box::pin(sink.send_all(&mut items));
    while poll(rest.as_mut()).is_pending() {}
    drop(rest);
    assert_eq!(sink.flushed, [2]);
}

#[test]
fn outputs_of_those_that_have_ended() {
    // checks futures_util::future: join, try_join, join_all, try_join_all
    macro_rules! one_is_lost {
        ($($rx:ident => $call:expr;)+) => {$({
            let (tx, mut $rx) = oneshot::channel::<u8>();
            tx.send(1).unwrap();
            assert!(is_pending($call), stringify!($call));
            assert_eq!($rx.now_or_never(), Some(Err(oneshot::Canceled)), stringify!($call));
        })+};
    }
    one_is_lost! {
        rx => join(&mut rx, pending::<()>());
        rx => try_join(&mut rx, pending::<Result<(), _>>());
        rx => join_all([(&mut rx).left_future(), pending().right_future()]);
        rx => try_join_all([(&mut rx).left_future(), pending().right_future()]);
    }
}

#[test]
fn remote_handle_drops_the_future() {
    // checks futures_util::future::RemoteHandle: (await) RemoteHandle
    let (tx, rx) = oneshot::channel::<u8>();
    let (remote, handle) = rx.remote_handle();
    let mut remote = Box::pin(remote);
    assert!(poll(remote.as_mut()).is_pending());
    assert!(is_pending(handle));
    assert!(poll(remote.as_mut()).is_ready(), "the remote future runs on");
    drop(remote);
    assert!(tx.is_canceled());
}

const TEXT: &[u8] = b"one line\nand another";

/// Reads a part, and is dropped.
macro_rules! reads_a_part {
    ($source:ident: $call:expr) => {{
        let mut $source = Futures(Source::new(TEXT));
        {
            let mut call = Box::pin($call);
            for _ in 0..6 {
                assert!(poll(call.as_mut()).is_pending(), stringify!($call));
            }
        }
        assert!($source.0.rest().len() < TEXT.len());
    }};
}

#[test]
fn readers() {
    // checks futures_util::io::AsyncReadExt: read_exact, read_to_end, read_to_string
    // checks futures_util::io::AsyncBufReadExt: read_line, read_until
    // checks futures_lite::io::AsyncReadExt: read_exact, read_to_end, read_to_string
    let mut buf = [0; 10];
    reads_a_part!(source: source.read_exact(&mut buf));
    let mut text = "before ".to_owned();
    reads_a_part!(source: source.read_to_string(&mut text));
    assert_eq!(text, "", "what it had before");
    let mut text = "before ".to_owned();
    reads_a_part!(source: source.read_line(&mut text));
    assert_eq!(text, "before ", "not the new bytes");
    // The bytes are there; their count is lost.
    let mut bytes = Vec::new();
    reads_a_part!(source: source.read_to_end(&mut bytes));
    assert_eq!(bytes, b"one l");
    let mut bytes = Vec::new();
    reads_a_part!(source: source.read_until(b'\n', &mut bytes));
    assert_eq!(bytes, b"one l");
}

#[test]
fn writers() {
    // checks futures_util::io::AsyncWriteExt: write_all
    let mut drain = Futures::<Drain>::default();
    for _ in 0..2 {
        let mut call = Box::pin(drain.write_all(b"abc"));
        for _ in 0..2 {
            assert!(poll(call.as_mut()).is_pending());
        }
    }
    assert_eq!(drain.0.bytes, b"aab", "it started over");
}

#[test]
fn copies() {
    // checks futures_util::io: copy, copy_buf
    let (mut source, mut drain) = (Futures(Source::new(TEXT)), Futures::<Drain>::default());
    {
        let mut call = Box::pin(futures::io::copy(&mut source, &mut drain));
        for _ in 0..2 {
            assert!(poll(call.as_mut()).is_pending());
        }
    }
    assert!(source.0.rest().len() + drain.0.bytes.len() < TEXT.len());

    let (mut source, mut drain) = (Futures(Source::new(TEXT)), Futures::<Drain>::default());
    let mut cancels = 0;
    let total = loop {
        let mut call = Box::pin(futures::io::copy_buf(&mut source, &mut drain));
        let ended = (0..5).find_map(|_| match poll(call.as_mut()) {
            Poll::Ready(total) => Some(total.unwrap()),
            Poll::Pending => None,
        });
        match ended {
            Some(total) => break total,
            None => cancels += 1,
        }
    };
    assert!(cancels > 0);
    assert!(total < TEXT.len() as u64, "the count: {total}");
    assert_eq!(drain.0.bytes, TEXT);
}

#[test]
fn seek_is_not_the_same_twice() {
    // checks futures_util::io::AsyncSeekExt: seek, stream_position
    use std::io::SeekFrom;

    /// Seeks before it says so.
    #[derive(Default)]
    struct File {
        position: u64,
        waits: bool,
    }

    impl futures::AsyncSeek for File {
        fn poll_seek(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            to: SeekFrom,
        ) -> Poll<std::io::Result<u64>> {
            let SeekFrom::Current(distance) = to else { unreachable!() };
            self.waits = !self.waits;
            self.position = self.position.saturating_add_signed(distance);
            match self.waits {
                true => Poll::Pending,
                false => Poll::Ready(Ok(self.position)),
            }
        }
    }

    let mut file = File::default();
    assert!(is_pending(file.seek(SeekFrom::Current(10))));
    let position = file.seek(SeekFrom::Current(10)).now_or_never().unwrap().unwrap();
    assert_eq!(position, 20);
    assert!(is_pending(file.stream_position()));
}
