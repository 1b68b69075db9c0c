//! How far a suspended operation had come.

/// The progress of the one leaf that is suspended, kept in the checkpoint.
///
/// An operation that has finished leaves it at [`Progress::None`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Progress {
    /// Nothing to remember.
    #[default]
    None,
    /// So many bytes are done.
    Count(usize),
}

impl Progress {
    /// The count to go on from.
    pub fn count(&self) -> usize {
        match self {
            Progress::Count(count) => *count,
            Progress::None => 0,
        }
    }
}
