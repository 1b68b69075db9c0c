//! `copy` and `copy_buf` of tokio, in annotated functions.

use std::io;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use crate::support::transport::{Drain, Source};
use crate::support::{every_schedule, is_pending, poll};
use cancel_safe::{Checkpoint, assume_cancel_safe, cancel_safe};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};

const TEXT: &str = "größe: zwölf\nzweite Zeile";

#[cancel_safe]
async fn copy(from: &mut Source, to: &mut Drain) -> io::Result<u64> {
    tokio::io::copy(from, to).await
}

#[cancel_safe]
async fn copy_buf(from: &mut Source, to: &mut Drain) -> io::Result<u64> {
    tokio::io::copy_buf(from, to).await
}

macro_rules! copies {
    ($copy:ident) => {
        let (suspensions, output, (rest, bytes)) = every_schedule(
            || (Source::new(TEXT), Drain::default(), Checkpoint::new()),
            &|(source, drain, pending)| {
                Box::pin(async move {
                    $copy(pending, source, drain).await.map_err(|error| error.kind())
                })
            },
            |(source, drain, _)| (source.rest().to_vec(), drain.bytes),
        );
        assert!(suspensions >= 12, "{suspensions}");
        assert_eq!((output, rest), (Ok(TEXT.len() as u64), Vec::new()));
        assert_eq!(bytes, TEXT.as_bytes());
    };
}

#[test]
fn copy_resumes() {
    // checks tokio::io: copy
    copies!(copy);
}

#[test]
fn copy_buf_resumes() {
    // checks tokio::io: copy_buf
    copies!(copy_buf);
}

/// More than fits into the buffer, both ends at their own pace, cancelled each time that it waits.
#[tokio::test]
async fn copy_of_many_bytes() {
    #[cancel_safe]
    async fn copy(
        from: &mut tokio::io::DuplexStream,
        to: &mut tokio::io::DuplexStream,
    ) -> io::Result<u64> {
        tokio::io::copy(from, to).await
    }

    let bytes: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    let (mut source, mut from) = tokio::io::duplex(700);
    let (mut to, mut sink) = tokio::io::duplex(300);
    let sent = bytes.clone();
    tokio::spawn(async move {
        source.write_all(&sent).await.unwrap();
    });
    let received = tokio::spawn(async move {
        let mut received = Vec::new();
        sink.read_to_end(&mut received).await.unwrap();
        received
    });
    let mut pending = Checkpoint::new();
    let mut cancels = 0;
    let total = loop {
        if let std::task::Poll::Ready(total) =
            poll(std::pin::pin!(copy(&mut pending, &mut from, &mut to)))
        {
            break total.unwrap();
        }
        cancels += 1;
        tokio::task::yield_now().await;
    };
    drop(to);
    assert!(cancels > 100, "{cancels}");
    assert_eq!(total, 100_000);
    assert!(received.await.unwrap() == bytes);
}

/// What is written is flushed when there is nothing to read, as the plain function does it.
#[tokio::test]
async fn copy_flushes_what_waits() {
    #[cancel_safe]
    async fn copy(
        from: &mut tokio::io::DuplexStream,
        to: &mut tokio::io::BufWriter<tokio::io::DuplexStream>,
    ) -> io::Result<u64> {
        tokio::io::copy(from, to).await
    }

    let (mut source, mut from) = tokio::io::duplex(64);
    let (to, mut sink) = tokio::io::duplex(64);
    let mut to = tokio::io::BufWriter::new(to);
    source.write_all(b"ping").await.unwrap();
    assert!(is_pending(copy(&mut Checkpoint::new(), &mut from, &mut to)));
    let mut buf = [0; 4];
    crate::support::soon(sink.read_exact(&mut buf)).await.unwrap();
    assert_eq!(&buf, b"ping");
}

/// A task that only copies, and never has to wait, yields now and then, as with the plain function.
#[tokio::test]
async fn copy_spends_the_cooperative_budget() {
    static DONE: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];

    #[cancel_safe]
    async fn copies(plain: bool, from: &mut tokio::io::Empty, to: &mut tokio::io::Sink) {
        for _ in 0..1000_u32 {
            let copied = match plain {
                true => assume_cancel_safe(tokio::io::copy(from, to)).await,
                false => tokio::io::copy(from, to).await,
            };
            assert_eq!(copied.unwrap(), 0);
            DONE[usize::from(plain)].fetch_add(1, Relaxed);
        }
    }

    async fn before_it_yields(plain: bool) -> usize {
        let task = tokio::spawn(async move {
            let (mut from, mut to) = (tokio::io::empty(), tokio::io::sink());
            copies(&mut Checkpoint::with(plain), &mut from, &mut to).await;
        });
        tokio::task::yield_now().await;
        let count = DONE[usize::from(plain)].load(Relaxed);
        task.await.unwrap();
        count
    }

    let count = before_it_yields(false).await;
    assert!(count < 1000, "{count}");
    assert_eq!(count, before_it_yields(true).await);
}

#[test]
fn plain_copy_loses_the_bytes_in_its_buffer() {
    let (mut source, mut drain) = (Source::new(TEXT), Drain::default());
    {
        let mut call = Box::pin(tokio::io::copy(&mut source, &mut drain));
        for _ in 0..3 {
            assert!(poll(call.as_mut()).is_pending());
        }
    }
    assert!(source.rest().len() + drain.bytes.len() < TEXT.len());
}

#[test]
fn plain_copy_buf_loses_the_count_only() {
    let (mut source, mut drain) = (BufReader::new(Source::new(TEXT)), Drain::default());
    for _ in 0..8 {
        let mut call = Box::pin(tokio::io::copy_buf(&mut source, &mut drain));
        for _ in 0..3 {
            assert!(poll(call.as_mut()).is_pending());
        }
    }
    let mut call = Box::pin(tokio::io::copy_buf(&mut source, &mut drain));
    let total = loop {
        if let std::task::Poll::Ready(total) = poll(call.as_mut()) {
            break total.unwrap();
        }
    };
    drop(call);
    assert!(total < TEXT.len() as u64);
    assert_eq!(drain.bytes, TEXT.as_bytes());
}

/// What the rows on the others say.
#[test]
fn plain_copy_bidirectional_loses_the_bytes_in_its_buffers() {
    // checks tokio::io: copy_bidirectional, copy_bidirectional_with_sizes
    let mut one = tokio::io::join(Source::new(TEXT), Drain::default());
    let mut two = tokio::io::join(Source::new(""), Drain::default());
    {
        let mut call = Box::pin(tokio::io::copy_bidirectional(&mut one, &mut two));
        for _ in 0..3 {
            assert!(poll(call.as_mut()).is_pending());
        }
    }
    assert!(one.reader().rest().len() + two.writer().bytes.len() < TEXT.len());
    let mut call = Box::pin(tokio::io::copy_bidirectional_with_sizes(&mut one, &mut two, 4, 4));
    for _ in 0..3 {
        let _ = poll(call.as_mut());
    }
    drop(call);
    assert!(one.reader().rest().len() + two.writer().bytes.len() < TEXT.len());
}
