//! What the plain twins of the corpus use in place of what annotated functions have.

/// Stands in the place of a [`Checkpoint`](cancel_safe::Checkpoint).
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCheckpoint;

impl NoCheckpoint {
    /// Nothing.
    pub fn new() -> Self {
        NoCheckpoint
    }
}
