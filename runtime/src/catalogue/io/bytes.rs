//! Reading and writing an amount of bytes that is known, or all there are.

use std::future::{Future, poll_fn};
use std::io;
use std::task::Poll;
use std::vec::Vec;

use super::{Drain, Source};
use crate::progress::Progress;

/// Fills `buf`, and yields its length.
pub(in crate::catalogue) fn read_exact(
    mut source: impl Source,
    buf: &mut [u8],
    progress: &mut Progress,
) -> impl Future<Output = io::Result<usize>> {
    poll_fn(move |cx| {
        let mut done = progress.count();
        check(done, buf.len(), "read_exact");
        while done < buf.len() {
            match source.poll_read(cx, &mut buf[done..]) {
                Poll::Ready(Ok(0)) => {
                    progress.finish();
                    return Poll::Ready(Err(source.end_of_file()));
                }
                Poll::Ready(Ok(count)) => done += count,
                Poll::Ready(Err(error)) => {
                    progress.finish();
                    return Poll::Ready(Err(error));
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
pub(in crate::catalogue) fn write_all(
    mut drain: impl Drain,
    buf: impl AsRef<[u8]>,
    progress: &mut Progress,
) -> impl Future<Output = io::Result<()>> {
    poll_fn(move |cx| {
        let buf = buf.as_ref();
        let mut done = progress.count();
        check(done, buf.len(), "write_all");
        while done < buf.len() {
            match drain.poll_write(cx, &buf[done..]) {
                Poll::Ready(Ok(0)) => {
                    progress.finish();
                    return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
                }
                Poll::Ready(Ok(count)) => done += count,
                Poll::Ready(Err(error)) => {
                    progress.finish();
                    return Poll::Ready(Err(error));
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

/// A resumed call has to be given a buffer that is as long as the cancelled one's.
#[inline]
#[track_caller]
fn check(done: usize, len: usize, operation: &str) {
    assert!(
        done <= len,
        "`{operation}` was resumed with a buffer of {len} bytes after {done} bytes of the \
         cancelled call's buffer were done; pass the same buffer again"
    );
}
