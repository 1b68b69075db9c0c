//! `AsyncReadExt` and `AsyncBufReadExt` of futures.

use std::future::Future;
use std::io;
use std::string::String;
use std::vec::Vec;

use futures_util::io::{AsyncBufRead, AsyncRead, AsyncSeek, FillBuf, Read, ReadVectored};

use super::io::Stream;
use crate::catalogue::declare::{cancel_safe, catalogue, named};
use crate::catalogue::io as bytes;
use crate::progress::Progress;

cancel_safe! { FUTURES "futures-util 0.3" Safe:
    "futures_util::io::AsyncReadExt::read" [R: ?Sized] Read<'_, R>;
    "futures_util::io::AsyncReadExt::read_vectored" [R: ?Sized] ReadVectored<'_, R>;
    "futures_util::io::AsyncBufReadExt::fill_buf" [R: ?Sized] FillBuf<'_, R>;
}

catalogue! { ROWS "futures-util 0.3" Futures:
    "futures_util::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
        read_exact => resumes(ReadExact);
    "futures_util::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
        read_to_end => resumes(ReadToEnd);
    "futures_util::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
        read_to_string => resumes(ReadToString);
    "futures_util::io::AsyncBufReadExt" [R: AsyncBufRead + Unpin + ?Sized] R:
        read_until => resumes(ReadUntil);
    "futures_util::io::AsyncBufReadExt" [R: AsyncBufRead + Unpin + ?Sized] R:
        read_line => resumes(ReadLine);
    "futures_util::io::AsyncSeekExt" [S: AsyncSeek + Unpin + ?Sized] S: seek, stream_position => loses(
        "`AsyncSeekExt::seek` is not cancel-safe: if another branch wins, the seek may have \
         happened, and a relative one moves twice",
        "seek to an absolute position, and say so: `assume_cancel_safe(..)`"
    );
}

named! {
    [R: ?Sized] ReadExact = futures_util::io::ReadExact<'_, R>, of R;
    [R: ?Sized] ReadToEnd = futures_util::io::ReadToEnd<'_, R>, of R;
    [R: ?Sized] ReadToString = futures_util::io::ReadToString<'_, R>, of R;
    [R: ?Sized] ReadUntil = futures_util::io::ReadUntil<'_, R>, of R;
    [R: ?Sized] ReadLine = futures_util::io::ReadLine<'_, R>, of R;
}

#[cfg(feature = "futures-lite")]
named! {
    [R: Unpin + ?Sized] ReadExact = futures_lite::io::ReadExactFuture<'_, R>, of R;
    [R: Unpin + ?Sized] ReadToEnd = futures_lite::io::ReadToEndFuture<'_, R>, of R;
    [R: Unpin + ?Sized] ReadToString = futures_lite::io::ReadToStringFuture<'_, R>, of R;
    [R: Unpin + ?Sized] ReadUntil = futures_lite::io::ReadUntilFuture<'_, R>, of R;
    [R: Unpin + ?Sized] ReadLine = futures_lite::io::ReadLineFuture<'_, R>, of R;
}

crate::declare! {
    /// The count of bytes that are in the buffer is kept.
    pub struct ReadExact: unique_of_named(by_mut),
    "`AsyncReadExt::read_exact` is not cancel-safe: bytes already read are lost when another \
     branch wins",
    "here, use `read` and count in the handler";
}

impl ReadExact {
    /// Fills `buf`.
    pub async fn resume1<R: AsyncRead + Unpin + ?Sized>(
        self,
        reader: &mut R,
        buf: &mut [u8],
        progress: &mut Progress,
    ) -> io::Result<()> {
        bytes::read_exact(Stream(reader), buf, progress).await.map(drop)
    }
}

crate::declare! {
    /// The bytes are in the caller's `Vec`; their count is kept.
    pub struct ReadToEnd: unique_of_named(by_mut),
    "`AsyncReadExt::read_to_end` is not cancel-safe: if another branch wins, the count of the \
     bytes that have been read into the `Vec` is lost",
    "here, use `read` in a loop";
}

impl ReadToEnd {
    /// Reads all there is.
    pub fn resume1<R: AsyncRead + Unpin + ?Sized>(
        self,
        reader: &mut R,
        buf: &mut Vec<u8>,
        progress: &mut Progress,
    ) -> impl Future<Output = io::Result<usize>> {
        bytes::read_to_end(Stream(reader), buf, progress)
    }
}

crate::declare! {
    /// What has been read so far is kept in the checkpoint, as it may end inside a character.
    pub struct ReadToString: unique_of_named(by_mut),
    "`AsyncReadExt::read_to_string` is not cancel-safe: if another branch wins, what has been \
     read is lost",
    "here, use `read` in a loop, and decode at the end";
}

impl ReadToString {
    /// Reads all there is.
    pub fn resume1<'a, R: AsyncRead + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        string: &'a mut String,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<usize>> {
        bytes::read_to_string(Stream(reader), string, progress)
    }
}

crate::declare! {
    /// The bytes are in the caller's `Vec`; their count is kept.
    pub struct ReadUntil: unique_of_named(by_copy),
    "`AsyncBufReadExt::read_until` is not cancel-safe: if another branch wins, the bytes stay \
     in the `Vec`, but the next call counts from there",
    "here, say that the count does not matter: `assume_cancel_safe(..)`";
}

impl ReadUntil {
    /// Reads up to and including `delimiter`.
    pub fn resume2<R: AsyncBufRead + Unpin + ?Sized>(
        self,
        reader: &mut R,
        delimiter: u8,
        buf: &mut Vec<u8>,
        progress: &mut Progress,
    ) -> impl Future<Output = io::Result<usize>> {
        bytes::read_until(Stream(reader), delimiter, buf, progress)
    }
}

crate::declare! {
    /// The part of a line that has been read is kept in the checkpoint, as it may end inside a
    /// character.
    pub struct ReadLine: unique_of_named(by_mut),
    "`AsyncBufReadExt::read_line` is not cancel-safe: if another branch wins, the part of the \
     line that has been read is lost",
    "here, use `lines()` outside the loop and `next`";
}

impl ReadLine {
    /// Reads a line.
    pub fn resume1<'a, R: AsyncBufRead + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        string: &'a mut String,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<usize>> {
        bytes::read_line(Stream(reader), string, progress)
    }
}
