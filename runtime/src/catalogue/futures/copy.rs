//! `copy` and `copy_buf` of futures.

use std::boxed::Box;
use std::future::{Future, poll_fn};
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::io::{AsyncBufRead, AsyncRead, AsyncWrite};

use crate::catalogue::declare::catalogue;
use crate::function::{AuditedFunction, Functions};
use crate::probe::method;
use crate::progress::{Copying, Progress};

// As the future of a call that is a branch, or in a wrapper.
catalogue! { ROWS "futures-util 0.3" Futures:
    "futures_util::io::copy" [R, W: ?Sized] futures_util::io::Copy<'_, R, W>: await => resumes(Copy);
    "futures_util::io::copy_buf" [R, W: ?Sized] futures_util::io::CopyBuf<'_, R, W>:
        await => resumes(CopyBuf);
}

// As the function that is called.
impl AuditedFunction<{ method("futures_io::copy") }> for Functions {
    type Verdict = Copy;
}

impl AuditedFunction<{ method("futures_io::copy_buf") }> for Functions {
    type Verdict = CopyBuf;
}

crate::declare! {
    /// What has been read and not written is kept, and the count.
    pub struct Copy: shared(by_copy),
    "`io::copy` is not cancel-safe: if another branch wins, the bytes in its buffer are lost",
    "here, use `copy_buf` with `&mut reader`, where the reader is a `BufReader` outside the loop";

    /// The count is kept.
    pub struct CopyBuf: shared(by_copy),
    "`io::copy_buf` is not cancel-safe: if another branch wins, the count of bytes is lost, and a \
     reader that is passed by value",
    "here, pass `&mut reader`; where the count does not matter, say so: `assume_cancel_safe(..)`";
}

impl Copy {
    /// Copies all there is.
    pub fn resume1<'a, R: AsyncRead + Unpin + ?Sized, W: AsyncWrite + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        writer: &'a mut W,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<u64>> {
        let mut state = Transfer::new(progress, BUFFER);
        poll_fn(move |cx| {
            let poll = state.poll_copy(Pin::new(&mut *reader), Pin::new(&mut *writer), cx);
            state.has_ended = poll.is_ready();
            poll
        })
    }
}

impl CopyBuf {
    /// Copies all there is. What is in the reader's buffer stays there.
    pub fn resume1<'a, R: AsyncBufRead + Unpin + ?Sized, W: AsyncWrite + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        writer: &'a mut W,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<u64>> {
        let mut state = Transfer::new(progress, 0);
        poll_fn(move |cx| {
            let poll = state.poll_copy_buf(Pin::new(&mut *reader), Pin::new(&mut *writer), cx);
            state.has_ended = poll.is_ready();
            poll
        })
    }
}

/// As large as the buffer of `copy`.
const BUFFER: usize = 8 * 1024;

/// A copy under way. Given up half-way, it notes in the checkpoint how far it had come.
struct Transfer<'a> {
    progress: &'a mut Progress,
    buffer: Box<[u8]>,
    /// What in the buffer has not been written.
    unwritten: Range<usize>,
    total: u64,
    is_read: bool,
    has_ended: bool,
}

impl<'a> Transfer<'a> {
    fn new(progress: &'a mut Progress, room: usize) -> Self {
        let Copying { total, unwritten, is_read } = progress.take_copied();
        let mut buffer = vec![0; room].into_boxed_slice();
        buffer[..unwritten.len()].copy_from_slice(&unwritten);
        Transfer {
            progress,
            buffer,
            unwritten: 0..unwritten.len(),
            total,
            is_read,
            has_ended: false,
        }
    }

    fn poll_copy<R: AsyncRead + ?Sized, W: AsyncWrite + ?Sized>(
        &mut self,
        mut reader: Pin<&mut R>,
        mut writer: Pin<&mut W>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<u64>> {
        loop {
            while !self.unwritten.is_empty() {
                let unwritten = &self.buffer[self.unwritten.clone()];
                let count = ready!(poll_some(writer.as_mut(), cx, unwritten))?;
                self.unwritten.start += count;
                self.total += count as u64;
            }
            if self.is_read {
                return writer.poll_flush(cx).map_ok(|()| self.total);
            }
            let count = ready!(reader.as_mut().poll_read(cx, &mut self.buffer))?;
            self.unwritten = 0..count;
            self.is_read = count == 0;
        }
    }

    fn poll_copy_buf<R: AsyncBufRead + ?Sized, W: AsyncWrite + ?Sized>(
        &mut self,
        mut reader: Pin<&mut R>,
        mut writer: Pin<&mut W>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<u64>> {
        loop {
            let buffer = ready!(reader.as_mut().poll_fill_buf(cx))?;
            if buffer.is_empty() {
                return writer.poll_flush(cx).map_ok(|()| self.total);
            }
            let count = ready!(poll_some(writer.as_mut(), cx, buffer))?;
            reader.as_mut().consume(count);
            self.total += count as u64;
        }
    }
}

impl Drop for Transfer<'_> {
    fn drop(&mut self) {
        if !self.has_ended {
            self.progress.set_copied(Copying {
                total: self.total,
                unwritten: self.buffer[self.unwritten.clone()].to_vec(),
                is_read: self.is_read,
            });
        }
    }
}

/// Writes a part, which is not empty.
fn poll_some<W: AsyncWrite + ?Sized>(
    writer: Pin<&mut W>,
    cx: &mut Context<'_>,
    bytes: &[u8],
) -> Poll<io::Result<usize>> {
    match ready!(writer.poll_write(cx, bytes))? {
        0 => Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
        count => Poll::Ready(Ok(count)),
    }
}
