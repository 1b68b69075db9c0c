//! `copy` and `copy_buf` of futures, in annotated functions.

use std::io;

use cancel_safe::{Checkpoint, cancel_safe};
use futures::io::BufReader;

use crate::support::transport::{Drain, Futures, Source};
use crate::support::{every_schedule, poll};

const TEXT: &str = "größe: zwölf\nzweite Zeile";

macro_rules! copies {
    ($copy:ident) => {
        let (suspensions, output, (rest, bytes)) = every_schedule(
            || (Futures(Source::new(TEXT)), Futures::<Drain>::default(), Checkpoint::new()),
            &|(source, drain, pending)| {
                Box::pin(async move {
                    $copy(pending, source, drain).await.map_err(|error: io::Error| error.kind())
                })
            },
            |(source, drain, _)| (source.0.rest().to_vec(), drain.0.bytes),
        );
        assert!(suspensions >= 12, "{suspensions}");
        assert_eq!((output, rest), (Ok(TEXT.len() as u64), Vec::new()));
        assert_eq!(bytes, TEXT.as_bytes());
    };
}

#[test]
fn copy_resumes() {
    #[cancel_safe]
    async fn copy(from: &mut Futures<Source>, to: &mut Futures<Drain>) -> io::Result<u64> {
        futures::io::copy(from, to).await
    }
    copies!(copy);
}

#[test]
fn copy_buf_resumes() {
    #[cancel_safe]
    async fn copy(from: &mut Futures<Source>, to: &mut Futures<Drain>) -> io::Result<u64> {
        futures::io::copy_buf(from, to).await
    }
    copies!(copy);
}

/// By its name alone.
#[test]
fn a_copy_that_was_imported() {
    #[cancel_safe]
    async fn copy(from: &mut Futures<Source>, to: &mut Futures<Drain>) -> io::Result<u64> {
        use futures_util::io::copy;
        copy(&mut *from, to).await
    }
    copies!(copy);
}

/// A reader that is lent to a loop is there for the next turn.
#[test]
fn the_reader_is_reborrowed() {
    #[cancel_safe]
    async fn copies(
        from: &mut BufReader<Futures<Source>>,
        to: &mut Futures<Drain>,
    ) -> io::Result<[u64; 2]> {
        let first = futures::io::copy_buf(from, to).await?;
        Ok([first, futures::io::copy(from, to).await?])
    }
    let mut source = BufReader::new(Futures(Source::new(TEXT)));
    let (mut drain, mut pending) = (Futures::<Drain>::default(), Checkpoint::new());
    let counts = loop {
        let mut call = Box::pin(copies(&mut pending, &mut source, &mut drain));
        if let std::task::Poll::Ready(counts) = poll(call.as_mut()) {
            break counts.unwrap();
        }
    };
    assert_eq!(counts, [TEXT.len() as u64, 0]);
    assert_eq!(drain.0.bytes, TEXT.as_bytes());
}
