//! How far a suspended operation had come.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};

/// How far an operation had come when it was cancelled, kept in the checkpoint.
///
/// One is enough for a call, since only one leaf is suspended at a time. An operation writes it
/// when it has to wait, and leaves it at [`Progress::None`] when it completes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Nothing to remember.
    #[default]
    None,
    /// So many bytes, or items, are done.
    Count(usize),
    /// The item has been handed over, and only what comes after is left to do.
    HandedOver,
    /// When the wait ends: nanoseconds from an instant that the operation's clock has chosen.
    Deadline(i64),
    /// The bytes of a number that have been read so far, and how many they are.
    Bytes([u8; 14], u8),
    /// The same for the one length that leaves no room to say so.
    Bytes15([u8; 15]),
    /// What has been read so far and cannot be given to the caller yet.
    // Boxed twice, to keep the checkpoint small. Written on a cancel only.
    #[cfg(feature = "alloc")]
    Buffer(Box<Vec<u8>>),
    /// How far a copy had come. Written on a cancel only.
    #[cfg(feature = "alloc")]
    Copied(Box<Copying>),
    /// The operation itself, which has the item and cannot give it back.
    #[cfg(feature = "std")]
    Kept(Kept),
}

const _: () = assert!(size_of::<Progress>() <= 16);

impl Progress {
    /// The count to go on from.
    #[inline]
    pub fn count(&self) -> usize {
        match self {
            Progress::Count(count) => *count,
            _ => 0,
        }
    }

    /// Notes a count to go on from.
    #[inline]
    pub fn set_count(&mut self, count: usize) {
        *self = if count == 0 { Progress::None } else { Progress::Count(count) };
    }

    /// The bytes to go on from, at the front of an array, and how many they are.
    #[inline]
    pub fn bytes<const N: usize>(&self) -> ([u8; N], usize) {
        let mut bytes = [0; N];
        let done: &[u8] = match self {
            Progress::Bytes(done, len) => &done[..usize::from(*len)],
            Progress::Bytes15(done) => done,
            _ => &[],
        };
        bytes[..done.len()].copy_from_slice(done);
        (bytes, done.len())
    }

    /// Notes up to 15 bytes to go on from.
    #[inline]
    pub fn set_bytes(&mut self, done: &[u8]) {
        *self = match (done.len(), done.try_into()) {
            (0, _) => Progress::None,
            (_, Ok(full)) => Progress::Bytes15(full),
            (len, Err(_)) => {
                let mut bytes = [0; 14];
                bytes[..len].copy_from_slice(done);
                Progress::Bytes(bytes, len as u8)
            }
        };
    }

    /// Takes the buffer to go on from.
    #[cfg(feature = "alloc")]
    pub fn take_buffer(&mut self) -> Vec<u8> {
        match core::mem::take(self) {
            Progress::Buffer(buffer) => *buffer,
            _ => Vec::new(),
        }
    }

    /// Notes a buffer to go on from.
    #[cfg(feature = "alloc")]
    pub fn set_buffer(&mut self, buffer: Vec<u8>) {
        *self = if buffer.is_empty() { Progress::None } else { Progress::Buffer(Box::new(buffer)) };
    }

    /// Takes the state of a copy to go on from.
    #[cfg(feature = "alloc")]
    pub fn take_copied(&mut self) -> Copying {
        match core::mem::take(self) {
            Progress::Copied(copied) => *copied,
            _ => Copying::default(),
        }
    }

    /// Notes the state of a copy to go on from.
    #[cfg(feature = "alloc")]
    pub fn set_copied(&mut self, copied: Copying) {
        *self = match copied == Copying::default() {
            true => Progress::None,
            false => Progress::Copied(Box::new(copied)),
        };
    }

    /// Notes that the operation has completed.
    #[inline]
    pub fn finish(&mut self) {
        if !matches!(self, Progress::None) {
            *self = Progress::None;
        }
    }
}

/// How far a copy from a reader to a writer had come.
#[cfg(feature = "alloc")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copying {
    /// How many bytes have been written.
    pub total: u64,
    /// What has been read, and not written yet.
    pub unwritten: Vec<u8>,
    /// Whether all has been read.
    pub is_read: bool,
}

/// A future that is kept across a cancel. Clones share it: the first that is resumed has it.
#[cfg(feature = "std")]
#[derive(Clone)]
pub struct Kept(std::sync::Arc<std::sync::Mutex<Option<AnyFuture>>>);

#[cfg(feature = "std")]
type AnyFuture = Box<dyn core::any::Any + Send>;

#[cfg(feature = "std")]
mod kept {
    use core::fmt;
    use core::future::Future;
    use core::pin::Pin;
    use core::task::{Context, Poll, ready};
    use std::sync::{Arc, Mutex, PoisonError};

    use super::{AnyFuture, Kept, Progress};

    impl Progress {
        /// Keeps a future to go on with.
        pub fn keep<F: Future + Unpin + Send + 'static>(&mut self, future: F) {
            let future: AnyFuture = alloc::boxed::Box::new(future);
            *self = Progress::Kept(Kept(Arc::new(Mutex::new(Some(future)))));
        }

        /// Polls the future that is kept.
        ///
        /// # Panics
        ///
        /// When a clone of the checkpoint has been resumed to its end, or there is none of that
        /// type.
        pub fn poll_kept<F: Future + Unpin + 'static>(
            &mut self,
            cx: &mut Context<'_>,
        ) -> Poll<F::Output> {
            let Progress::Kept(Kept(kept)) = self else { panic!("nothing is kept") };
            let mut slot = kept.lock().unwrap_or_else(PoisonError::into_inner);
            let future = slot.as_mut().expect("a clone of this checkpoint was resumed already");
            let future: &mut F = future.downcast_mut().expect("a future of another type");
            let output = ready!(Pin::new(future).poll(cx));
            *slot = None;
            drop(slot);
            *self = Progress::None;
            Poll::Ready(output)
        }
    }

    impl fmt::Debug for Kept {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Kept")
        }
    }

    impl PartialEq for Kept {
        fn eq(&self, other: &Kept) -> bool {
            Arc::ptr_eq(&self.0, &other.0)
        }
    }

    impl Eq for Kept {}
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn bytes_of_every_length_come_back() {
        let all: [u8; 15] = core::array::from_fn(|i| i as u8 + 1);
        for len in 0..=15 {
            let mut progress = Progress::None;
            progress.set_bytes(&all[..len]);
            let (bytes, done) = progress.bytes::<16>();
            assert_eq!((&bytes[..done], done), (&all[..len], len));
        }
    }
}
