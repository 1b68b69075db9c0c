//! `copy` and `copy_buf`.

use std::boxed::Box;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};
use tokio::task::coop;

use crate::function::Otherwise;
use crate::progress::{Copying, Progress};

crate::declare! {
    /// What has been read and not written is kept, and the count.
    pub struct Copy: shared(by_copy),
    "`tokio::io::copy` is not cancel-safe: the bytes in its buffer are lost when another branch \
     wins",
    "here, use `copy_buf` with a `BufReader` outside the loop, or hold the future outside";
}

crate::declare! {
    /// The count is kept.
    pub struct CopyBuf: shared(by_copy),
    "`tokio::io::copy_buf` is not cancel-safe: the count of bytes is lost when another branch wins",
    "where the count does not matter, say so: `assume_cancel_safe(..)`";
}

impl<Other> Otherwise<Other> for Copy {
    type Verdict = Copy;
}

impl<Other> Otherwise<Other> for CopyBuf {
    type Verdict = CopyBuf;
}

impl Copy {
    /// Copies all there is.
    pub fn resume1<'a, R: AsyncRead + Unpin + ?Sized, W: AsyncWrite + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        writer: &'a mut W,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<u64>> {
        let mut transfer = Transfer::new(Pin::new(reader), Pin::new(writer), progress);
        poll_fn(move |cx| {
            let poll = transfer.poll(cx);
            transfer.has_ended = poll.is_ready();
            poll
        })
    }
}

/// As large as the buffer of `tokio::io::copy`.
const BUFFER: usize = 8 * 1024;

/// A copy under way. Given up half-way, it notes in the checkpoint how far it had come.
struct Transfer<'a, R: ?Sized, W: ?Sized> {
    reader: Pin<&'a mut R>,
    writer: Pin<&'a mut W>,
    progress: &'a mut Progress,
    buffer: Box<[u8]>,
    /// What in the buffer has not been written.
    unwritten: std::ops::Range<usize>,
    total: u64,
    is_read: bool,
    needs_flush: bool,
    has_ended: bool,
}

impl<'a, R: AsyncRead + ?Sized, W: AsyncWrite + ?Sized> Transfer<'a, R, W> {
    fn new(reader: Pin<&'a mut R>, writer: Pin<&'a mut W>, progress: &'a mut Progress) -> Self {
        let Copying { total, unwritten, is_read } = progress.take_copied();
        let mut buffer = vec![0; BUFFER].into_boxed_slice();
        buffer[..unwritten.len()].copy_from_slice(&unwritten);
        Transfer {
            reader,
            writer,
            progress,
            buffer,
            unwritten: 0..unwritten.len(),
            total,
            is_read,
            needs_flush: total != 0,
            has_ended: false,
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<u64>> {
        // One unit of the cooperative budget a poll, as the plain function has it.
        let budget = ready!(coop::poll_proceed(cx));
        loop {
            while !self.unwritten.is_empty() {
                ready!(self.poll_write(cx))?;
                budget.made_progress();
            }
            if self.is_read {
                return self.writer.as_mut().poll_flush(cx).map_ok(|()| self.total);
            }
            if self.poll_read(cx)?.is_pending() {
                if self.needs_flush {
                    ready!(self.writer.as_mut().poll_flush(cx))?;
                    self.needs_flush = false;
                }
                return Poll::Pending;
            }
            budget.made_progress();
        }
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut buffer = ReadBuf::new(&mut self.buffer);
        while let Err(error) = ready!(self.reader.as_mut().poll_read(cx, &mut buffer)) {
            if error.kind() != io::ErrorKind::Interrupted {
                return Poll::Ready(Err(error));
            }
        }
        let count = buffer.filled().len();
        self.unwritten = 0..count;
        self.is_read = count == 0;
        Poll::Ready(Ok(()))
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let unwritten = &self.buffer[self.unwritten.clone()];
        match ready!(self.writer.as_mut().poll_write(cx, unwritten)) {
            Ok(0) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
            Ok(count) => {
                self.unwritten.start += count;
                self.total += count as u64;
                self.needs_flush = true;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
        Poll::Ready(Ok(()))
    }
}

impl<R: ?Sized, W: ?Sized> Drop for Transfer<'_, R, W> {
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

impl CopyBuf {
    /// Copies all there is.
    pub fn resume1<'a, R: AsyncBufRead + Unpin + ?Sized, W: AsyncWrite + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        writer: &'a mut W,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<u64>> {
        let (mut reader, mut writer) = (Pin::new(reader), Pin::new(writer));
        let total = progress.take_copied().total;
        let mut count = Count { progress, total, has_ended: false };
        poll_fn(move |cx| {
            // Lent as a whole, so that the closure does not copy its fields.
            let count = &mut count;
            let poll = poll_copy_buf(reader.as_mut(), writer.as_mut(), cx, &mut count.total);
            count.has_ended = poll.is_ready();
            poll
        })
    }
}

/// The count of a copy under way. What is in the reader's buffer stays there.
struct Count<'a> {
    progress: &'a mut Progress,
    total: u64,
    has_ended: bool,
}

impl Drop for Count<'_> {
    fn drop(&mut self) {
        if !self.has_ended {
            self.progress.set_copied(Copying { total: self.total, ..Copying::default() });
        }
    }
}

fn poll_copy_buf<R: AsyncBufRead + ?Sized, W: AsyncWrite + ?Sized>(
    mut reader: Pin<&mut R>,
    mut writer: Pin<&mut W>,
    cx: &mut Context<'_>,
    total: &mut u64,
) -> Poll<io::Result<u64>> {
    let budget = ready!(coop::poll_proceed(cx));
    loop {
        let buffer = ready!(reader.as_mut().poll_fill_buf(cx))?;
        if buffer.is_empty() {
            return writer.poll_flush(cx).map_ok(|()| *total);
        }
        let count = ready!(writer.as_mut().poll_write(cx, buffer))?;
        if count == 0 {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        reader.as_mut().consume(count);
        *total += count as u64;
        budget.made_progress();
    }
}
