//! One trait for each reason to refuse a local; their messages are what the user reads.

use super::verdict::{Asked, Passes};
use crate::again::{NamedStartsAnew, StartsAnew};
use crate::guard::{EndsBeforeAwaits, NotHeldAcrossAwaits};

/// Fails for an iterator that drains what it iterates over.
#[diagnostic::on_unimplemented(
    message = "`{Self}` drops what it has not yielded yet when the call is cancelled [drained-across-await]",
    label = "the rest of the items would be lost at the await",
    note = "take them all out first: `let items: Vec<_> = queue.drain(..).collect();`",
    note = "or one at a time: `while let Some(item) = queue.pop_front()`"
)]
pub trait KeepsTheRest<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Borrowed, Kept>(_: Asked<Held, Self, Borrowed, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for a borrow.
#[diagnostic::on_unimplemented(
    message = "`{Self}` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]",
    label = "needed after the await, where a cancelled call would not have it any more",
    note = "if evaluating it again makes the same borrow, whatever is done meanwhile, say so: \
            `#[rederive] let name = ..;`",
    note = "if it borrows what lives for ever, write its type: `let name: &'static str = ..;`",
    note = "otherwise keep an owned value: `.clone()`, `.to_owned()`, `.collect::<Vec<_>>()`"
)]
pub trait OwnsItsData<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Kept>(_: Asked<Held, Drained, Self, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for a borrow that is `mut`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]",
    label = "needed after the await, where a cancelled call would not have it any more",
    note = "of a slice that is moved on, keep the position: `let mut at = 0;`, and `&data[at..]` where it is used",
    note = "if it borrows what lives for ever, write its type: `let mut name: &'static str = ..;`",
    note = "otherwise keep an owned value: `.clone()`, `.to_owned()`, `.collect::<Vec<_>>()`"
)]
pub trait OwnsWhatChanges<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Kept>(_: Asked<Held, Drained, Self, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for a borrow that a pattern binds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]",
    label = "needed after the await, where a cancelled call would not have it any more",
    note = "if what it is a part of is the same when it is evaluated again, say so: `#[rederive]` before the \
            `let`, `for`, `match` or `if let`",
    note = "otherwise own it before the await: `.clone()`, `.to_owned()`"
)]
pub trait PartOwnsItsData<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Kept>(_: Asked<Held, Drained, Self, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for the iterator of a `for` that borrows.
#[diagnostic::on_unimplemented(
    message = "the iterator `{Self}` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]",
    label = "needed for the rest of the loop, where a cancelled call would not have it any more",
    note = "if a new one yields the same items, say so: `#[rederive]` before the `for`",
    note = "otherwise collect the items before the loop: `let items: Vec<Item> = ..collect();`"
)]
pub trait IteratorOwnsItsData<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Kept>(_: Asked<Held, Drained, Self, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for a borrow in the middle of an expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]",
    label = "evaluated before the await, where a cancelled call would not have it any more",
    note = "if evaluating it again makes the same borrow, whatever is done meanwhile, say so in a \
            `let` of its own: `#[rederive] let name = ..;`",
    note = "otherwise pass an owned value: `.clone()`, `.to_owned()`"
)]
pub trait ValueOwnsItsData<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Kept>(_: Asked<Held, Drained, Self, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for an item that is chosen by what the call may change: another might be chosen again.
#[diagnostic::on_unimplemented(
    message = "`{Self}` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]",
    label = "chosen by what the call may change, so it cannot be chosen again after a cancel",
    note = "look at it first, and pass a borrow that chooses nothing: `if items[i].is_idle() {{ call(&mut items[i]).await }}`"
)]
pub trait IsNotChosen<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Kept>(_: Asked<Held, Drained, Self, Kept>)
    where
        Self: Sized,
    {
    }
}

/// Fails for what would have to be saved untyped, and cannot be.
#[cfg_attr(
    feature = "alloc",
    diagnostic::on_unimplemented(
        message = "a `{Self}` can only be kept in a checkpoint if its type is written [type-not-written]",
        label = "needed after the await, so it is saved there; where its type is not written, it has \
             to be `Send`",
        note = "write the type, `let name: Type = ..`: it gets a slot of that type, of which nothing \
            is asked"
    )
)]
#[cfg_attr(
    not(feature = "alloc"),
    diagnostic::on_unimplemented(
        message = "without the feature `alloc`, a `{Self}` can only be kept in a checkpoint if its type \
               is written [type-not-written]",
        label = "needed after the await, so it is saved there",
        note = "write the type, `let name: Type = ..`, or turn the feature `alloc` on"
    )
)]
pub trait SavedUntyped<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// Fails for what would have to be saved untyped, and cannot be.
#[cfg_attr(
    feature = "alloc",
    diagnostic::on_unimplemented(
        message = "the iterator `{Self}` cannot be kept in a checkpoint [type-not-written]",
        label = "needed for the rest of the loop, so it is saved at the await; where its type is not \
             written, it has to be `Send`",
        note = "iterate over a local whose type is written: `let items: Vec<Item> = ..; for item in items`"
    )
)]
#[cfg_attr(
    not(feature = "alloc"),
    diagnostic::on_unimplemented(
        message = "without the feature `alloc`, the iterator `{Self}` cannot be kept in a checkpoint \
               [type-not-written]",
        label = "needed for the rest of the loop, so it is saved at the await",
        note = "iterate over a local whose type is written, `let items: [Item; 4] = ..`, or turn the \
            feature `alloc` on"
    )
)]
pub trait IteratorSavedUntyped<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// Fails for what would have to be saved untyped, and cannot be.
#[cfg_attr(
    feature = "alloc",
    diagnostic::on_unimplemented(
        message = "a `{Self}` has to wait here for an await, and cannot be kept in a checkpoint [type-not-written]",
        label = "evaluated before the await, so it is saved there; where its type is not written, it \
             has to be `Send`",
        note = "put it into a local before, and write the type: `let name: Type = ..`"
    )
)]
#[cfg_attr(
    not(feature = "alloc"),
    diagnostic::on_unimplemented(
        message = "without the feature `alloc`, a `{Self}` that has to wait for an await cannot be kept in \
               a checkpoint [type-not-written]",
        label = "evaluated before the await, so it is saved there",
        note = "put it into a local before, and write the type, `let name: Type = ..`, or turn the \
            feature `alloc` on"
    )
)]
pub trait ValueSavedUntyped<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// No type but [`Passes`] has any of the traits. Their parameter is not known where one refuses, so
/// that the compiler does not suggest to add it to the bounds of the function.
macro_rules! passes {
    ($($Trait:ident),+) => {$(
        #[diagnostic::do_not_recommend]
        impl $Trait<()> for Passes {}
    )+};
}

passes!(
    StartsAnew,
    NamedStartsAnew,
    NotHeldAcrossAwaits,
    EndsBeforeAwaits,
    KeepsTheRest,
    IsNotChosen,
    OwnsItsData,
    OwnsWhatChanges,
    PartOwnsItsData,
    IteratorOwnsItsData,
    ValueOwnsItsData,
    SavedUntyped,
    IteratorSavedUntyped,
    ValueSavedUntyped
);
