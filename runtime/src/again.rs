//! What resuming evaluates again: does it yield the same?
//!
//! The macro knows the names only. `list.last()` borrows from a list, but a method of that name may
//! also take something out; `&mut x` in a `for` iterates over a list, but may also be an iterator
//! that goes on where it was. So the type has to say it; see [`pending`](crate::pending) for how it
//! is asked.

use crate::pending::Asked;

/// A value that borrows. Nothing can have been taken out.
#[diagnostic::on_unimplemented(
    message = "this is evaluated again when a cancelled call goes on, and may have an effect \
               [evaluated-twice]",
    label = "yields `{Self}`, which is not a borrow",
    note = "evaluate it once, before the await: `let value = ..;`",
    note = "a `let` whose type is written is not evaluated again: `let value: Type = ..;`"
)]
pub trait BorrowedAgain {
    /// Called by generated code to ask about an operand of an awaited call.
    #[doc(hidden)]
    #[inline]
    fn __checked(&self) {}

    /// Passes on a borrow that a resumed call makes again.
    #[doc(hidden)]
    #[inline]
    fn __again((borrow,): (Self,)) -> Self
    where
        Self: Sized,
    {
        borrow
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> BorrowedAgain for &T {}
#[diagnostic::do_not_recommend]
impl<T: ?Sized> BorrowedAgain for &mut T {}
#[diagnostic::do_not_recommend]
impl<B: BorrowedAgain> BorrowedAgain for Option<B> {}
#[diagnostic::do_not_recommend]
impl<B: BorrowedAgain, E> BorrowedAgain for Result<B, E> {}
#[diagnostic::do_not_recommend]
impl<A: BorrowedAgain, B: BorrowedAgain> BorrowedAgain for (A, B) {}

/// A value that is still there when it is moved: a copy.
#[diagnostic::on_unimplemented(
    message = "the `{Self}` is moved at the await, and what is found by it cannot be found again when the call goes \
               on [borrowed-across-await]",
    label = "found by a part of it, and needed at the await",
    note = "keep what it is found by: `let key = value.key.clone();`, and `map.get(&key)`"
)]
pub trait FoundAgain {
    /// Asks.
    #[doc(hidden)]
    #[inline]
    fn __asked(&self) {}
}

#[diagnostic::do_not_recommend]
impl<T: Copy> FoundAgain for T {}

/// A value that is still there when it is used: a copy.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is moved out of a local, and what is left of that cannot be saved at an await [partly-moved]",
    label = "moved out here, and the rest is needed at an await behind it",
    note = "take the value apart before: `let Request {{ id, body, .. }} = request;`, of an owned `self` `let Self {{ .. }} = self;`",
    note = "or leave it whole: borrow the part, `&request.body`, or move a clone of it"
)]
pub trait StaysWhole {
    /// Asks.
    #[doc(hidden)]
    fn __asked(&self) {}
}

#[diagnostic::do_not_recommend]
impl<T: Copy> StaysWhole for T {}

/// Fails for an iterator that is not known to start anew when it is made again.
#[diagnostic::on_unimplemented(
    message = "the loop cannot find its place again: a new `{Self}` may not yield the same items \
               [unknown-iterator]",
    label = "made again when a cancelled call goes on",
    note = "take the items one by one: `while let Some(item) = iter.next()`",
    note = "if a new one yields the same items, say so: `#[rederive]` before the `for`"
)]
pub trait StartsAnew<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// The same for an iterator that has a name, and of which the next items are taken.
#[diagnostic::on_unimplemented(
    message = "a new `{Self}` may not yield the same items [unknown-iterator]",
    label = "made again when a cancelled call goes on",
    note = "collect the items first: `let mut items = ..collect::<VecDeque<_>>();` and \
            `items.pop_front()`",
    note = "one that owns its items is kept if its type is written: `let mut items: Type = ..`"
)]
pub trait NamedStartsAnew<Unknown> {
    /// Asks.
    #[doc(hidden)]
    fn __asked<Held, Drained, Borrowed>(_: Asked<Held, Drained, Borrowed, Self>)
    where
        Self: Sized,
    {
    }
}

/// An iterator over what it borrows, that starts anew when it is made again: of the standard
/// library, those that are not `Clone`.
pub trait Restarts {}

macro_rules! restarts {
    ($([$($generics:tt)*] $Type:ty;)*) => {$(
        impl<$($generics)*> Restarts for $Type {}
    )*};
}

restarts! {
    [T] core::slice::Iter<'_, T>;
    [T] core::slice::IterMut<'_, T>;
    [T] core::slice::Chunks<'_, T>;
    [T] core::slice::ChunksExact<'_, T>;
    [T] core::slice::ChunksExactMut<'_, T>;
    [T] core::slice::ChunksMut<'_, T>;
    [T, P] core::slice::ChunkBy<'_, T, P>;
    [T] core::slice::RChunks<'_, T>;
    [T] core::slice::RChunksExact<'_, T>;
    [T] core::slice::RChunksMut<'_, T>;
    [T] core::slice::Windows<'_, T>;
    [] core::str::Bytes<'_>;
    [] core::str::CharIndices<'_>;
    [] core::str::Chars<'_>;
    [] core::str::Lines<'_>;
    [] core::str::SplitAsciiWhitespace<'_>;
    [] core::str::SplitWhitespace<'_>;
    [T] core::option::Iter<'_, T>;
    [T] core::option::IterMut<'_, T>;
    [T] core::ops::Range<T>;
    [T] core::ops::RangeFrom<T>;
    [T] core::ops::RangeInclusive<T>;
    [I: Restarts] core::iter::Cloned<I>;
    [I: Restarts] core::iter::Copied<I>;
    [I: Restarts] core::iter::Enumerate<I>;
    [I: Restarts, P] core::iter::Filter<I, P>;
    [I: Restarts, F] core::iter::FilterMap<I, F>;
    [I: Restarts, U: IntoIterator, F] core::iter::FlatMap<I, U, F>;
    [I: Restarts + Iterator<Item: IntoIterator>] core::iter::Flatten<I>;
    [I: Restarts, F] core::iter::Map<I, F>;
    [I: Restarts, F] core::iter::MapWhile<I, F>;
    [I: Restarts + Iterator] core::iter::Peekable<I>;
    [I: Restarts] core::iter::Rev<I>;
    [I: Restarts] core::iter::Skip<I>;
    [I: Restarts, P] core::iter::SkipWhile<I, P>;
    [I: Restarts] core::iter::StepBy<I>;
    [I: Restarts] core::iter::Take<I>;
    [I: Restarts, P] core::iter::TakeWhile<I, P>;
    [I: Restarts, J: Restarts] core::iter::Chain<I, J>;
    [I: Restarts, J: Restarts] core::iter::Zip<I, J>;
}

#[cfg(feature = "alloc")]
restarts! {
    [T] alloc::collections::binary_heap::Iter<'_, T>;
    [K, V] alloc::collections::btree_map::Iter<'_, K, V>;
    [K, V] alloc::collections::btree_map::IterMut<'_, K, V>;
    [K, V] alloc::collections::btree_map::Keys<'_, K, V>;
    [K, V] alloc::collections::btree_map::RangeMut<'_, K, V>;
    [K, V] alloc::collections::btree_map::Values<'_, K, V>;
    [K, V] alloc::collections::btree_map::ValuesMut<'_, K, V>;
    [T] alloc::collections::btree_set::Iter<'_, T>;
    [T] alloc::collections::linked_list::Iter<'_, T>;
    [T] alloc::collections::linked_list::IterMut<'_, T>;
    [T] alloc::collections::vec_deque::Iter<'_, T>;
    [T] alloc::collections::vec_deque::IterMut<'_, T>;
}

#[cfg(feature = "std")]
restarts! {
    [K, V] std::collections::hash_map::Iter<'_, K, V>;
    [K, V] std::collections::hash_map::IterMut<'_, K, V>;
    [K, V] std::collections::hash_map::Keys<'_, K, V>;
    [K, V] std::collections::hash_map::Values<'_, K, V>;
    [K, V] std::collections::hash_map::ValuesMut<'_, K, V>;
    [T] std::collections::hash_set::Iter<'_, T>;
}

/// An iterator that owns what it yields. A new one is made of other values.
pub trait OwnsItems {}

macro_rules! owns_items {
    ($([$($generics:tt)*] $Type:ty;)*) => {$(
        impl<$($generics)*> OwnsItems for $Type {}
    )*};
}

owns_items! {
    [T, const N: usize] core::array::IntoIter<T, N>;
    [T] core::iter::Once<T>;
    [T] core::option::IntoIter<T>;
    [I: OwnsItems] core::iter::Enumerate<I>;
    [I: OwnsItems, P] core::iter::Filter<I, P>;
    [I: OwnsItems, F] core::iter::FilterMap<I, F>;
    [I: OwnsItems, F] core::iter::Map<I, F>;
    [I: OwnsItems + Iterator] core::iter::Peekable<I>;
    [I: OwnsItems] core::iter::Rev<I>;
    [I: OwnsItems] core::iter::Skip<I>;
    [I: OwnsItems] core::iter::StepBy<I>;
    [I: OwnsItems] core::iter::Take<I>;
}

#[cfg(feature = "alloc")]
owns_items! {
    [T] alloc::collections::vec_deque::IntoIter<T>;
    [K, V] alloc::collections::btree_map::IntoIter<K, V>;
    [T] alloc::collections::btree_set::IntoIter<T>;
    [T] alloc::vec::IntoIter<T>;
}
