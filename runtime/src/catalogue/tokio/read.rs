//! `AsyncReadExt` and `AsyncBufReadExt`.

use std::future::Future;
use std::io;
use std::string::String;
use std::vec::Vec;

use tokio::io::{AsyncBufRead, AsyncRead, AsyncSeek, Lines, Split};

use super::io::Stream;
use crate::catalogue::declare::catalogue;
use crate::catalogue::io as bytes;
use crate::progress::Progress;

catalogue! { ROWS "tokio 1.54" Tokio:
    "tokio::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
        read, read_buf => yields(io::Result<usize>);
    "tokio::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R: read_exact => resumes(ReadExact);
    "tokio::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R: read_to_end => resumes(ReadToEnd);
    "tokio::io::AsyncReadExt" [R: AsyncRead + Unpin + ?Sized] R:
        read_to_string => resumes(ReadToString);
    "tokio::io::AsyncBufReadExt" [R: AsyncBufRead + Unpin + ?Sized] R: fill_buf => safe;
    "tokio::io::AsyncBufReadExt" [R: AsyncBufRead + Unpin + ?Sized] R:
        read_until => resumes(ReadUntil);
    "tokio::io::AsyncBufReadExt" [R: AsyncBufRead + Unpin + ?Sized] R:
        read_line => resumes(ReadLine);
    "tokio::io::AsyncSeekExt" [S: AsyncSeek + Unpin + ?Sized] S:
        stream_position => yields(io::Result<u64>);
    "tokio::io::AsyncSeekExt" [S: AsyncSeek + Unpin + ?Sized] S: seek, rewind => loses(
        "`AsyncSeekExt::seek` is not cancel-safe: if another branch wins, the seek may have \
         been started, and a relative one moves twice",
        "seek to an absolute position, and say so: `assume_cancel_safe(..)`"
    );
}

catalogue! { READERS "tokio 1.54" Inherent:
    "tokio::io::Lines" [R] Lines<R>: next_line => safe;
    "tokio::io::Split" [R] Split<R>: next_segment => safe;
}

crate::declare! {
    /// The count of bytes that are in the buffer is kept.
    pub struct ReadExact: unique_of_tokio(by_mut),
    "`AsyncReadExt::read_exact` is not cancel-safe: bytes already read are lost when another \
     branch wins",
    "here, use `read` or `read_buf` and count in the handler";
}

impl ReadExact {
    /// Fills `buf`.
    pub fn resume1<'a, R: AsyncRead + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        buf: &'a mut [u8],
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<usize>> {
        bytes::read_exact(Stream(reader), buf, progress)
    }
}

crate::declare! {
    /// The bytes are in the caller's `Vec`; their count is kept.
    pub struct ReadToEnd: unique_of_tokio(by_mut),
    "`AsyncReadExt::read_to_end` is not cancel-safe: if another branch wins, the count of the \
     bytes that have been read into the `Vec` is lost",
    "here, use `read_buf` in a loop";
}

impl ReadToEnd {
    /// Reads all there is.
    pub fn resume1<'a, R: AsyncRead + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        buf: &'a mut Vec<u8>,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<usize>> {
        bytes::read_to_end(Stream(reader), buf, progress)
    }
}

crate::declare! {
    /// What has been read so far is kept in the checkpoint, as it may end inside a character.
    pub struct ReadToString: unique_of_tokio(by_mut),
    "`AsyncReadExt::read_to_string` is not cancel-safe: if another branch wins, what has been \
     read is lost, and what the `String` had before, too",
    "here, use `read_buf` in a loop, and decode at the end";
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
    pub struct ReadUntil: unique_of_tokio(by_copy),
    "`AsyncBufReadExt::read_until` is not cancel-safe: if another branch wins, the bytes stay \
     in the `Vec`, but the next call counts from there",
    "here, use `split(..)` outside the loop and `next_segment`";
}

impl ReadUntil {
    /// Reads up to and including `delimiter`.
    pub fn resume2<'a, R: AsyncBufRead + Unpin + ?Sized>(
        self,
        reader: &'a mut R,
        delimiter: u8,
        buf: &'a mut Vec<u8>,
        progress: &'a mut Progress,
    ) -> impl Future<Output = io::Result<usize>> {
        bytes::read_until(Stream(reader), delimiter, buf, progress)
    }
}

crate::declare! {
    /// The part of a line that has been read is kept in the checkpoint, as it may end inside a
    /// character.
    pub struct ReadLine: unique_of_tokio(by_mut),
    "`AsyncBufReadExt::read_line` is not cancel-safe: if another branch wins, the part of the \
     line that has been read is lost, and what the `String` had before, too",
    "here, use `lines()` outside the loop and `next_line`";
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
