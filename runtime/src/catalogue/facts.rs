//! The catalogue as a table.

/// Some operations of one type that have the same verdict; see [`catalogue`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Row {
    /// The crate, and the version in which they were audited.
    pub krate: &'static str,
    /// The type, or the trait, whose methods they are.
    pub receiver: &'static str,
    /// Their names; `await` for a future that is awaited by value, `()` for a function.
    pub methods: &'static [&'static str],
    /// What the audit found.
    pub fact: Fact,
}

/// What dropping the future of an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact {
    /// Nothing that making it again does not mend.
    Safe,
    /// What it does to the futures it wraps.
    Inner,
    /// It loses something where it cannot resume, which it can in a `#[cancel_safe]` function.
    Resumes {
        /// What is lost.
        lost: &'static str,
        /// What to write where it cannot resume.
        instead: &'static str,
    },
    /// It gives up a place in a queue, which [`requeue`](crate::requeue) accepts.
    Queues,
    /// It loses something.
    Loses {
        /// What is lost.
        lost: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
}

/// A verdict that says what the table has to say.
pub trait Known {
    /// What the audit found.
    const FACT: Fact;
}

/// What is lost, which a message says behind its colon.
pub const fn lost_says(message: &'static str) -> &'static str {
    let bytes = message.as_bytes();
    let mut index = 0;
    while index + 1 < bytes.len() {
        if bytes[index] == b':' && bytes[index + 1] == b' ' {
            return message.split_at(index + 2).1;
        }
        index += 1;
    }
    message
}

/// All that the catalogue knows about the ecosystems whose features are on.
///
/// ```
/// # #[cfg(feature = "tokio")] {
/// use cancel_safe::{Fact, catalogue};
///
/// let send = catalogue().find(|row| row.methods.contains(&"send")).unwrap();
/// assert!(matches!(send.fact, Fact::Resumes { .. }));
/// # }
/// ```
#[doc = ""]
#[doc = include_str!("../../CATALOGUE.md")]
pub fn catalogue() -> impl Iterator<Item = &'static Row> {
    let crates: &[&[&[Row]]] = &[
        #[cfg(feature = "tokio")]
        super::tokio::LISTS,
        #[cfg(feature = "tokio-util")]
        super::tokio_util::LISTS,
        #[cfg(feature = "tokio-stream")]
        super::tokio_stream::LISTS,
        #[cfg(feature = "futures")]
        super::futures::LISTS,
        #[cfg(feature = "futures-lite")]
        super::futures_lite::LISTS,
        #[cfg(feature = "async-broadcast")]
        super::async_broadcast::LISTS,
        #[cfg(feature = "async-channel")]
        super::async_channel::LISTS,
        #[cfg(any(feature = "async-io", feature = "async-net"))]
        super::async_io::LISTS,
        #[cfg(feature = "async-lock")]
        super::async_lock::LISTS,
        #[cfg(feature = "embassy-sync")]
        super::embassy::LISTS,
        #[cfg(feature = "flume")]
        super::flume::LISTS,
        #[cfg(any(feature = "async-task", feature = "event-listener", feature = "oneshot"))]
        super::handles::LISTS,
        #[cfg(any(feature = "h2", feature = "http-body-util", feature = "hyper"))]
        super::http::LISTS,
        #[cfg(feature = "kanal")]
        super::kanal::LISTS,
        #[cfg(feature = "postage")]
        super::postage::LISTS,
        #[cfg(feature = "quinn")]
        super::quinn::LISTS,
        #[cfg(any(feature = "async-io", feature = "embassy-time", feature = "futures-timer"))]
        super::timers::LISTS,
    ];
    crates.iter().copied().flatten().copied().flatten()
}
