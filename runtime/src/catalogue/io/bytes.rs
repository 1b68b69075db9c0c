//! Reading and writing an amount of bytes that is known, or all there are.

use std::future::{Future, poll_fn};
use std::io;
use std::task::{Context, Poll};
use std::vec::Vec;

use super::{Drain, Source};
use crate::progress::Progress;

/// Fills `buf`, and yields its length.
#[inline]
pub(in crate::catalogue) fn read_exact(
    mut source: impl Source,
    buf: &mut [u8],
    progress: &mut Progress,
) -> impl Future<Output = io::Result<usize>> {
    poll_fn(move |cx| {
        let mut first = None;
        if is_fresh(progress, buf) {
            let poll = source.poll_read(cx, buf);
            if is_all(&poll, buf) {
                return Poll::Ready(Ok(buf.len()));
            }
            first = Some(poll);
        }
        read_rest(&mut source, cx, buf, progress, first)
    })
}

/// Writes all of `buf`.
#[inline]
pub(in crate::catalogue) fn write_all(
    mut drain: impl Drain,
    buf: impl AsRef<[u8]>,
    progress: &mut Progress,
) -> impl Future<Output = io::Result<()>> {
    poll_fn(move |cx| {
        let (buf, mut first) = (buf.as_ref(), None);
        if is_fresh(progress, buf) {
            let poll = drain.poll_write(cx, buf);
            if is_all(&poll, buf) {
                return Poll::Ready(Ok(()));
            }
            first = Some(poll);
        }
        write_rest(&mut drain, cx, buf, progress, first)
    })
}

/// Whether there is something to do, and all of it. Most operations are done with their first poll, and
/// nothing is noted of them: that is put where they are awaited, and the rest in a function.
#[inline]
fn is_fresh(progress: &Progress, buf: &[u8]) -> bool {
    matches!(progress, Progress::None) && !buf.is_empty()
}

#[inline]
fn is_all(poll: &Poll<io::Result<usize>>, buf: &[u8]) -> bool {
    matches!(poll, Poll::Ready(Ok(count)) if *count == buf.len())
}

/// What the first poll has answered, if that is not all.
type First = Option<Poll<io::Result<usize>>>;

#[cold]
fn read_rest(
    source: &mut impl Source,
    cx: &mut Context<'_>,
    buf: &mut [u8],
    progress: &mut Progress,
    mut first: First,
) -> Poll<io::Result<usize>> {
    let mut done = progress.count();
    while let Some(rest) = rest(buf.get_mut(done..), "read_exact") {
        match first.take().unwrap_or_else(|| source.poll_read(cx, rest)) {
            Poll::Ready(Ok(count)) if count != 0 => done += count,
            Poll::Ready(Err(error)) if source.retries(&error) => {}
            Poll::Ready(result) => {
                progress.finish();
                return Poll::Ready(result.and_then(|_| Err(source.end_of_file())));
            }
            Poll::Pending => {
                progress.set_count(done);
                return Poll::Pending;
            }
        }
    }
    progress.finish();
    Poll::Ready(Ok(done))
}

#[cold]
fn write_rest(
    drain: &mut impl Drain,
    cx: &mut Context<'_>,
    buf: &[u8],
    progress: &mut Progress,
    mut first: First,
) -> Poll<io::Result<()>> {
    let mut done = progress.count();
    while let Some(rest) = rest(buf.get(done..), "write_all") {
        match first.take().unwrap_or_else(|| drain.poll_write(cx, rest)) {
            Poll::Ready(Ok(count)) if count != 0 => done += count,
            Poll::Ready(Err(error)) if drain.retries(&error) => {}
            Poll::Ready(result) => {
                progress.finish();
                let end = || io::ErrorKind::WriteZero.into();
                return Poll::Ready(result.and_then(|_| Err(end())));
            }
            Poll::Pending => {
                progress.set_count(done);
                return Poll::Pending;
            }
        }
    }
    progress.finish();
    Poll::Ready(Ok(()))
}

/// Appends to `buf` all that comes, and yields how much that was.
pub(in crate::catalogue) fn read_to_end(
    mut source: impl Source,
    buf: &mut Vec<u8>,
    progress: &mut Progress,
) -> impl Future<Output = io::Result<usize>> {
    poll_fn(move |cx| {
        let mut total = progress.count();
        let result = loop {
            match source.poll_read_vec(cx, buf) {
                Poll::Ready(Ok(0)) => break Ok(total),
                Poll::Ready(Ok(count)) => total += count,
                Poll::Ready(Err(error)) if source.retries(&error) => {}
                Poll::Ready(Err(error)) => break Err(error),
                Poll::Pending => {
                    progress.set_count(total);
                    return Poll::Pending;
                }
            }
        };
        progress.finish();
        Poll::Ready(result)
    })
}

/// What is left to do, if anything. A resumed call has to be given a buffer that is as long as
/// that of the cancelled one.
#[inline]
#[track_caller]
fn rest<B: AsRef<[u8]>>(rest: Option<B>, operation: &str) -> Option<B> {
    let Some(rest) = rest else { shorter(operation) };
    (!rest.as_ref().is_empty()).then_some(rest)
}

#[cold]
#[track_caller]
fn shorter(operation: &str) -> ! {
    panic!(
        "`{operation}` was resumed with a buffer that is shorter than what the cancelled call \
         had done already; pass the same buffer again"
    )
}
