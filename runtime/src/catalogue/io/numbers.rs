//! Numbers of a fixed width.

use std::future::{Future, poll_fn};
use std::io;
use std::task::Poll;

use super::Source;
use crate::progress::Progress;

/// Reads the `N` bytes of a number.
pub(in crate::catalogue) fn read_array<const N: usize, T>(
    mut source: impl Source,
    progress: &mut Progress,
    from: fn([u8; N]) -> T,
) -> impl Future<Output = io::Result<T>> {
    poll_fn(move |cx| {
        let (mut bytes, mut done) = progress.bytes::<N>();
        while done < N {
            match source.poll_read(cx, &mut bytes[done..]) {
                Poll::Ready(Ok(0)) => {
                    progress.finish();
                    return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
                }
                Poll::Ready(Ok(count)) => done += count,
                Poll::Ready(Err(error)) if source.retries(&error) => {}
                Poll::Ready(Err(error)) => {
                    progress.finish();
                    return Poll::Ready(Err(error));
                }
                Poll::Pending => {
                    progress.set_bytes(&bytes[..done]);
                    return Poll::Pending;
                }
            }
        }
        progress.finish();
        Poll::Ready(Ok(from(bytes)))
    })
}
