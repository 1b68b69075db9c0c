//! The byte streams of futures: operations with progress, under every schedule of cancels.

use std::io;

use crate::support::transport::{Drain, Futures, Source};
use crate::support::{Call, every_schedule, resume};
use cancel_safe::Progress;
use futures::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};

const TEXT: &str = "größe: zwölf\nzweite Zeile";

/// Reads from `bytes` with an operation into `B`, and sees the output as text, the buffer and the
/// rest of the source.
fn reading<B: Clone + std::fmt::Debug + PartialEq, T: std::fmt::Debug + 'static>(
    bytes: impl Into<Vec<u8>>,
    into: B,
    make: &dyn for<'a> Fn(&'a mut (Futures<Source>, B, Progress)) -> Call<'a, io::Result<T>>,
) -> (String, B, Vec<u8>) {
    let bytes = bytes.into();
    let (suspensions, output, (into, rest)) = every_schedule(
        || (Futures(Source::new(bytes.clone())), into.clone(), Progress::None),
        &|state| {
            let call = make(state);
            Box::pin(async move { format!("{:?}", call.await) })
        },
        |(source, into, progress)| {
            assert_eq!(progress, Progress::None);
            (into, source.0.rest().to_vec())
        },
    );
    assert!(suspensions >= 12);
    (output, into, rest)
}

#[test]
fn read_exact() {
    let (output, buf, rest) = reading(TEXT, [0; 14], &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_exact(by buf), progress) })
    });
    assert_eq!(
        (&*output, &buf[..], &*rest),
        ("Ok(())", &TEXT.as_bytes()[..14], &TEXT.as_bytes()[14..])
    );
}

#[test]
fn read_exact_of_too_little() {
    let (output, ..) = reading(&TEXT[..13], vec![0; 20], &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_exact(by buf), progress) })
    });
    assert!(output.contains("UnexpectedEof"), "{output}");
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
fn read_until() {
    let (output, buf, rest) = reading(TEXT, b"before".to_vec(), &|(source, buf, progress)| {
        Box::pin(async move { resume!(source.read_until(by b'\n', by buf), progress) })
    });
    assert_eq!((&*output, &*buf), ("Ok(16)", "beforegröße: zwölf\n".as_bytes()));
    assert_eq!(rest, b"zweite Zeile");
}

#[test]
fn write_all() {
    let (suspensions, output, (bytes, progress)) = every_schedule(
        || (Futures::<Drain>::default(), Progress::None),
        &|(drain, progress): &mut (Futures<Drain>, Progress)| {
            Box::pin(async move {
                // An argument that has to coerce.
                let text = TEXT.as_bytes().to_vec();
                let result = resume!(drain.write_all(by & text), progress);
                result.map_err(|error| error.kind())
            })
        },
        |(drain, progress)| (drain.0.bytes, progress),
    );
    assert!(suspensions >= 12);
    assert_eq!((output, &*bytes, progress), (Ok(()), TEXT.as_bytes(), Progress::None));
}
