//! Reading and writing an amount of bytes that is known, or all there are.

use std::future::{Future, poll_fn};
use std::io;
use std::task::Poll;
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
        let mut done = progress.count();
        while let Some(rest) = rest(buf.get_mut(done..), "read_exact") {
            match source.poll_read(cx, rest) {
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
        let mut done = progress.count();
        while let Some(rest) = rest(buf.as_ref().get(done..), "write_all") {
            match drain.poll_write(cx, rest) {
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
    })
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
