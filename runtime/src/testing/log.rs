//! What a call did to the world.

use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A record of effects, in their order.
///
/// Every run of a [`check`](super::check) starts with an empty one. Clones write to the same
/// record, so that each mock of a scenario can hold one.
///
/// ```
/// use cancel_safe::testing::Log;
///
/// let log = Log::new();
/// log.record("connect");
/// log.record(format_args!("send {}", 1));
/// assert_eq!(log.effects(), ["connect", "send 1"]);
/// ```
#[derive(Clone, Default)]
pub struct Log {
    effects: Arc<Mutex<Vec<String>>>,
}

impl Log {
    /// An empty record.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an effect.
    pub fn record(&self, effect: impl fmt::Display) {
        // Formatted before the lock is taken: the effect may itself look at the log.
        let effect = effect.to_string();
        self.lock().push(effect);
    }

    /// The effects so far.
    pub fn effects(&self) -> Vec<String> {
        self.lock().clone()
    }

    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        // A push leaves the record whole, whoever panics.
        self.effects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lock().iter()).finish()
    }
}
