#![doc = include_str!("../ERRORS.md")]

pub use crate::again::{BorrowedAgain, StartsAnew};
pub use crate::guard::NotHeldAcrossAwaits;
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use crate::pending::Saved;
#[doc(hidden)]
pub use crate::pending::{
    Borrowing, Draining, LockGuard, UnknownIterator, Unsaved, UntypedIterator, UntypedSlot,
    UntypedValue,
};
pub use crate::pending::{
    IteratorSavedUntyped, KeepsTheRest, OwnsItsData, SavedUntyped, ValueSavedUntyped,
};
pub use crate::probe::Repeatable;
pub use crate::select::delivery::Optional;
pub use crate::select::proof::{Async, AsyncMove, OwnsNothing, TakesNothing};
