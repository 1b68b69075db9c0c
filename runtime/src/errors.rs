#![doc = include_str!("../ERRORS.md")]

pub use crate::again::{BorrowedAgain, FoundAgain, NamedStartsAnew, StartsAnew, StaysWhole};
#[doc(hidden)]
pub use crate::catalogue::BehindGuard;
#[doc(hidden)]
pub use crate::checkpoint::inner;
pub use crate::checkpoint::{Arm, NoneOwned};
pub use crate::guard::{EndsBeforeAwaits, NotHeldAcrossAwaits};
pub use crate::kept::CanBeKept;
#[doc(hidden)]
pub use crate::kept::{Kept, NotKept};
pub use crate::operand::Repeatable;
pub use crate::pending::{
    IsNotChosen, IteratorOwnsItsData, IteratorSavedUntyped, KeepsTheRest, OwnsItsData,
    OwnsWhatChanges, PartOwnsItsData, SavedUntyped, ValueOwnsItsData, ValueSavedUntyped,
};
pub use crate::select::delivery::Optional;
pub use crate::select::proof::{Async, AsyncMove, OwnsNothing, TakesNothing};
pub use crate::shadowed::FutureOf;
#[doc(hidden)]
pub use crate::verdict::{ByType, Safe, SafeExactly, SafeYielding, Unknown};
