//! Locals that are in scope across an await: may they be there, and can they be saved?
//!
//! Both are asked about the type of the local, which may not be known before the end of the
//! function: in `let mut last = None;` it follows from what is assigned later. So generated code
//! notes the types on its way, and asks behind the body:
//!
//! ```text
//! let (noted, slot) = (Noted::new(), Slot::new());
//! ..
//! noted.is(&local);                          // at the await, in code that never runs
//! frame.local.put(local, slot);              // where the call is cancelled
//! ..
//! let verdict = noted.local();               // behind the body, in code that never runs
//! let asked = verdict.on(noted);
//! NotHeldAcrossAwaits::__asked(asked);
//! ..                                         // one trait for each reason to refuse it
//! slot.is(verdict);
//! ```

mod borrow;
mod noted;
mod question;
mod refusal;
mod verdict;

pub use self::noted::{Noted, Slot, passed};
pub use self::refusal::{
    IsNotChosen, IteratorOwnsItsData, IteratorSavedUntyped, KeepsTheRest, OwnsItsData,
    OwnsWhatChanges, PartOwnsItsData, SavedUntyped, ValueOwnsItsData, ValueSavedUntyped,
};
pub use self::verdict::{Asked, Holds};
