//! tokio's byte streams: operations with progress, under every schedule of cancels.

#![allow(clippy::type_complexity, clippy::unnecessary_to_owned)]

use std::io;
use std::task::Poll;

use crate::support::transport::{Drain, Source};
use crate::support::{Call, every_schedule, poll, resume};
use cancel_safe::Progress;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};

const TEXT: &str = "größe: zwölf\nzweite Zeile";

/// Reads from `bytes` with an operation into `B`, and sees the output as text, the buffer and the
/// rest of the source.
fn reading<B: Clone + std::fmt::Debug + PartialEq, T: std::fmt::Debug + 'static>(
    bytes: impl Into<Vec<u8>>,
    into: B,
    make: &dyn for<'a> Fn(&'a mut (Source, B, Progress)) -> Call<'a, io::Result<T>>,
) -> (String, B, Vec<u8>) {
    let bytes = bytes.into();
    let (suspensions, output, (into, rest)) = every_schedule(
        || (Source::new(bytes.clone()), into.clone(), Progress::None),
        &|state| {
            let call = make(state);
            Box::pin(async move { format!("{:?}", call.await) })
        },
        |(source, into, progress)| {
            assert_eq!(progress, Progress::None);
            (into, source.rest().to_vec())
        },
    );
    assert!(suspensions >= 12);
    (output, into, rest)
}

#[test]
fn read_exact() {
    // checks tokio::io::AsyncReadExt: read_exact
    let (output, buf, rest) = reading(TEXT, [0; 14], &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_exact(by buf), progress) })
    });
    assert_eq!(
        (&*output, &buf[..], &*rest),
        ("Ok(14)", &TEXT.as_bytes()[..14], &TEXT.as_bytes()[14..])
    );
}

#[test]
fn read_exact_of_too_little() {
    let (output, ..) = reading(&TEXT[..13], vec![0; 20], &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_exact(by buf), progress) })
    });
    assert!(output.contains("early eof"), "{output}");
}

#[test]
fn read_to_end() {
    let (output, buf, _) = reading(TEXT, vec![1, 2], &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_to_end(by buf), progress) })
    });
    assert_eq!((&*output, &buf[2..]), (&*format!("Ok({})", TEXT.len()), TEXT.as_bytes()));
}

#[test]
fn read_to_string() {
    let (output, buf, _) = reading(TEXT, "vorher ".to_owned(), &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_to_string(by buf), progress) })
    });
    assert_eq!((output, buf), (format!("Ok({})", TEXT.len()), format!("vorher {TEXT}")));
}

#[test]
fn read_to_string_of_bytes() {
    let bytes = b"twelve bytes\xff";
    let (output, buf, _) = reading(bytes, "before".to_owned(), &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_to_string(by buf), progress) })
    });
    assert!(output.contains("InvalidData"), "{output}");
    assert_eq!(buf, "before");
}

#[test]
fn read_line() {
    let (output, buf, rest) = reading(TEXT, "vorher ".to_owned(), &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_line(by buf), progress) })
    });
    assert_eq!((&*output, &*buf), ("Ok(16)", "vorher größe: zwölf\n"));
    assert_eq!(rest, b"zweite Zeile");
}

#[test]
fn a_cancelled_read_line_gives_the_string_back() {
    let mut source = Source::new(TEXT);
    let mut progress = Progress::None;
    let mut line = "before".to_owned();
    let mut call = Box::pin(async { resume!(source.read_line(by &mut line), &mut progress) });
    for _ in 0..6 {
        assert!(poll(call.as_mut()).is_pending());
    }
    drop(call);
    // Up to the middle of the fourth character.
    let read = Box::new(TEXT.as_bytes()[..5].to_vec());
    assert_eq!((&*line, progress), ("before", Progress::Buffer(read)));
}

#[test]
fn read_until() {
    let (output, buf, rest) = reading(TEXT, b"before".to_vec(), &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_until(by b'\n', by buf), progress) })
    });
    assert_eq!((&*output, &*buf), ("Ok(16)", "beforegröße: zwölf\n".as_bytes()));
    assert_eq!(rest, b"zweite Zeile");
}

#[test]
fn write_all() {
    // checks tokio::io::AsyncWriteExt: write_all
    let (suspensions, output, (bytes, progress)) = every_schedule(
        || (Drain::default(), Progress::None),
        &|(drain, progress): &mut (Drain, Progress)| {
            Box::pin(async move {
                // An argument that has to coerce.
                let text = TEXT.as_bytes().to_vec();
                let result = resume!(drain.write_all(by & text), progress);
                result.map_err(|error| error.kind())
            })
        },
        |(drain, progress)| (drain.bytes, progress),
    );
    assert!(suspensions >= 12);
    assert_eq!((output, &*bytes, progress), (Ok(()), TEXT.as_bytes(), Progress::None));
}

/// As a method call does it: no `mut` on the bindings, and both are there for the next turn.
#[test]
fn receiver_and_buffer_are_reborrowed() {
    async fn twice(source: &mut Source, buf: &mut [u8], progress: &mut Progress) -> Vec<u8> {
        let mut first = Vec::new();
        for _ in 0..2 {
            resume!(source.read_exact(by buf), progress).unwrap();
            first.push(buf[0]);
        }
        first
    }
    let (mut source, mut buf) = (Source::new("abcdef"), [0; 3]);
    let mut progress = Progress::None;
    let mut call = Box::pin(twice(&mut source, &mut buf, &mut progress));
    let first = loop {
        if let Poll::Ready(first) = poll(call.as_mut()) {
            break first;
        }
    };
    assert_eq!(first, b"ad");
}

/// What makes the operations above refused in `safe_select!`.
mod plain_loses {
    use super::*;

    #[test]
    fn read_exact() {
        let mut source = Source::new(TEXT);
        let mut buf = [0; 4];
        {
            let mut call = Box::pin(source.read_exact(&mut buf));
            assert!(poll(call.as_mut()).is_pending());
            assert!(poll(call.as_mut()).is_pending());
        }
        assert_eq!(source.rest(), &TEXT.as_bytes()[1..]);
    }

    /// Reads a part, and is dropped.
    macro_rules! reads_a_part {
        ($source:ident: $call:expr) => {{
            let mut $source = Source::new(TEXT);
            {
                let mut call = Box::pin($call);
                for _ in 0..4 {
                    assert!(poll(call.as_mut()).is_pending(), stringify!($call));
                }
            }
            assert_eq!($source.rest().len(), TEXT.len() - 3);
        }};
    }

    /// The bytes are there; their count is lost.
    #[test]
    fn read_to_end_and_read_until() {
        // checks tokio::io::AsyncReadExt: read_to_end
        // checks tokio::io::AsyncBufReadExt: read_until
        let mut bytes = Vec::new();
        reads_a_part!(source: source.read_to_end(&mut bytes));
        assert_eq!(bytes, &TEXT.as_bytes()[..3]);
        let mut bytes = Vec::new();
        reads_a_part!(source: source.read_until(b'\n', &mut bytes));
        assert_eq!(bytes, &TEXT.as_bytes()[..3]);
    }

    #[test]
    fn read_to_string_and_read_line() {
        // checks tokio::io::AsyncReadExt: read_to_string
        // checks tokio::io::AsyncBufReadExt: read_line
        let mut text = "before".to_owned();
        reads_a_part!(source: source.read_to_string(&mut text));
        assert_eq!(text, "");
        let mut text = "before".to_owned();
        reads_a_part!(source: source.read_line(&mut text));
        assert_eq!(text, "");
    }

    #[test]
    fn read_line_empties_the_string_as_it_is_made() {
        let mut source = Source::new(TEXT);
        let mut line = "before".to_owned();
        drop(source.read_line(&mut line));
        assert_eq!(line, "");
    }

    #[test]
    fn write_all() {
        let mut drain = Drain::default();
        for _ in 0..2 {
            let mut call = Box::pin(drain.write_all(b"abc"));
            assert!(poll(call.as_mut()).is_pending());
            let _ = poll(call.as_mut());
        }
        assert_eq!(drain.bytes, b"aab");
    }
}
