//! Byte streams: the operations with progress, written once for the traits of all ecosystems.

mod bytes;
#[cfg(feature = "tokio")]
mod numbers;
mod text;

use std::io;
use std::task::{Context, Poll};
use std::vec::Vec;

pub(super) use bytes::{read_exact, read_to_end, write_all};
#[cfg(feature = "tokio")]
pub(super) use numbers::read_array;
pub(super) use text::{read_line, read_to_string, read_until};

/// Where bytes come from.
pub(super) trait Source {
    fn poll_read(&mut self, cx: &mut Context<'_>, buf: &mut [u8]) -> Poll<io::Result<usize>>;

    /// Reads into the spare room of `buf`, after having made some if there is none.
    fn poll_read_vec(&mut self, cx: &mut Context<'_>, buf: &mut Vec<u8>)
    -> Poll<io::Result<usize>>;

    /// Whether a signal has interrupted the system call, and it is to be tried again.
    fn retries(&self, _: &io::Error) -> bool {
        false
    }

    /// What `read_exact` says when there is not enough.
    fn end_of_file(&self) -> io::Error {
        io::ErrorKind::UnexpectedEof.into()
    }
}

/// Where bytes come from, with a buffer of its own.
pub(super) trait BufSource {
    /// Appends to `buf` up to and including `delimiter`. Whatever this has taken from the source
    /// is in `buf`, also when it has to wait.
    fn poll_read_until(
        &mut self,
        cx: &mut Context<'_>,
        delimiter: u8,
        buf: &mut Vec<u8>,
    ) -> Poll<io::Result<usize>>;
}

/// Where bytes go.
pub(super) trait Drain {
    fn poll_write(&mut self, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>>;

    /// Whether a signal has interrupted the system call, and it is to be tried again.
    fn retries(&self, _: &io::Error) -> bool {
        false
    }
}
