//! Reading up to a delimiter, and into strings.

use std::future::{Future, poll_fn};
use std::io;
use std::mem;
use std::string::String;
use std::task::{Context, Poll, ready};
use std::vec::Vec;

use super::{BufSource, Source};
use crate::progress::Progress;

/// Appends to `buf` up to and including `delimiter`, and yields how many bytes that were.
pub(in crate::catalogue) fn read_until(
    mut source: impl BufSource,
    delimiter: u8,
    buf: &mut Vec<u8>,
    progress: &mut Progress,
) -> impl Future<Output = io::Result<usize>> {
    poll_fn(move |cx| {
        let before = buf.len();
        let poll = source.poll_read_until(cx, delimiter, buf);
        let total = progress.count() + (buf.len() - before);
        if poll.is_pending() {
            progress.set_count(total);
            return Poll::Pending;
        }
        progress.finish();
        poll.map_ok(|_| total)
    })
}

/// Appends a line to `string`, and yields its length.
pub(in crate::catalogue) fn read_line<'a>(
    mut source: impl BufSource,
    string: &'a mut String,
    progress: &'a mut Progress,
) -> impl Future<Output = io::Result<usize>> {
    let mut text = Text::new(string, progress);
    poll_fn(move |cx| {
        let result = ready!(source.poll_read_until(cx, b'\n', &mut text.bytes));
        // What was read before an error stays in the string.
        let keep = text.bytes.len();
        Poll::Ready(text.finish(result.map(drop), keep))
    })
}

/// Appends to `string` all that comes, and yields how many bytes that were.
pub(in crate::catalogue) fn read_to_string<'a>(
    mut source: impl Source,
    string: &'a mut String,
    progress: &'a mut Progress,
) -> impl Future<Output = io::Result<usize>> {
    let mut text = Text::new(string, progress);
    poll_fn(move |cx| {
        let result = ready!(read_all(&mut source, cx, &mut text.bytes));
        let keep = text.start;
        Poll::Ready(text.finish(result, keep))
    })
}

fn read_all(
    source: &mut impl Source,
    cx: &mut Context<'_>,
    bytes: &mut Vec<u8>,
) -> Poll<io::Result<()>> {
    loop {
        match ready!(source.poll_read_vec(cx, bytes)) {
            Ok(0) => return Poll::Ready(Ok(())),
            Err(error) if !source.retries(&error) => return Poll::Ready(Err(error)),
            _ => {}
        }
    }
}

/// Bytes on the way into a string. Until they are known to be UTF-8, they cannot be in it: the
/// string's own memory is borrowed from it. Given up half-way, the string gets back what it had,
/// and what came since goes into the checkpoint.
struct Text<'a> {
    string: &'a mut String,
    progress: &'a mut Progress,
    bytes: Vec<u8>,
    start: usize,
}

impl<'a> Text<'a> {
    fn new(string: &'a mut String, progress: &'a mut Progress) -> Self {
        let mut bytes = mem::take(string).into_bytes();
        let start = bytes.len();
        bytes.append(&mut progress.take_buffer());
        Text { string, progress, bytes, start }
    }

    /// Gives the bytes to the string if they are UTF-8, all of them or, after an error, the
    /// first `keep`.
    fn finish(&mut self, result: io::Result<()>, keep: usize) -> io::Result<usize> {
        let mut bytes = mem::take(&mut self.bytes);
        let count = bytes.len() - self.start;
        if result.is_err() {
            bytes.truncate(keep);
        }
        let valid = String::from_utf8(bytes).map_err(|error| {
            let reason = error.utf8_error();
            let mut bytes = error.into_bytes();
            bytes.truncate(self.start);
            *self.string = valid_again(bytes);
            io::Error::new(io::ErrorKind::InvalidData, reason)
        });
        let text = valid.map(|string| *self.string = string);
        result.and(text).map(|()| count)
    }
}

fn valid_again(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("what the string had is UTF-8")
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        let mut bytes = mem::take(&mut self.bytes);
        if bytes.capacity() != 0 {
            self.progress.set_buffer(bytes.split_off(self.start));
            *self.string = valid_again(bytes);
        }
    }
}
