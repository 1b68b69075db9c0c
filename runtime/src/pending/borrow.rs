//! The types that borrow, and among them those that drain what they borrow.

/// A type that borrows, whatever it borrows from.
pub trait Borrow {}

/// One that hardly ever borrows from a constant, unlike `&str`: where a pattern binds one, there is
/// no place to write that it is `'static`.
pub trait BorrowForSure: Borrow {}

/// One that borrows where a call that was lent something yields it: what `words(&line)` collects, and not
/// `vec!["a", "b"]`.
pub trait BorrowIfLent {}

impl<B: Borrow + ?Sized> BorrowIfLent for B {}

/// An iterator that takes the items out of what it borrows, and drops the rest with itself.
pub trait Drain {}

macro_rules! mark {
    (BorrowForSure: $($(#[$meta:meta])* [$($generics:tt)*] $Type:ty;)*) => {$(
        $(#[$meta])*
        impl<$($generics)*> Borrow for $Type {}

        $(#[$meta])*
        impl<$($generics)*> BorrowForSure for $Type {}
    )*};
    ($Trait:ident: $($(#[$meta:meta])* [$($generics:tt)*] $Type:ty;)*) => {$(
        $(#[$meta])*
        impl<$($generics)*> $Trait for $Type {}
    )*};
}

impl<T> BorrowForSure for &T {}
impl<B: BorrowForSure> BorrowForSure for Option<B> {}

mark! { Borrow:
    [T: ?Sized] &T;
    [B: Borrow] Option<B>;
    [B: Borrow, E] Result<B, E>;
    [B: Borrow, T] (B, T);
}

mark! { BorrowForSure:
    [T: ?Sized] &mut T;
    [T] core::slice::Iter<'_, T>;
    [T] core::slice::IterMut<'_, T>;
    [T] core::slice::Chunks<'_, T>;
    [T] core::slice::ChunksMut<'_, T>;
    [T] core::slice::ChunksExact<'_, T>;
    [T] core::slice::ChunksExactMut<'_, T>;
    [T] core::slice::RChunks<'_, T>;
    [T] core::slice::RChunksExact<'_, T>;
    [T] core::slice::RChunksMut<'_, T>;
    [T] core::slice::Windows<'_, T>;
    [T, P: FnMut(&T) -> bool] core::slice::Split<'_, T, P>;
    [] core::str::Bytes<'_>;
    [] core::str::CharIndices<'_>;
    [] core::str::Chars<'_>;
    [] core::str::Lines<'_>;
    [] core::str::SplitWhitespace<'_>;
    [] core::str::Split<'_, char>;
    [] core::str::Split<'_, &str>;
    [] core::str::SplitN<'_, char>;
    [] core::str::SplitN<'_, &str>;
    [T] core::option::Iter<'_, T>;
    [T] core::option::IterMut<'_, T>;
    [I: Borrow] core::iter::Cloned<I>;
    [I: Borrow] core::iter::Copied<I>;
    [I: Borrow] core::iter::Enumerate<I>;
    [I: Borrow, P] core::iter::Filter<I, P>;
    [I: Borrow, F] core::iter::FilterMap<I, F>;
    [I: Borrow + Iterator, U: IntoIterator, F: FnMut(I::Item) -> U] core::iter::FlatMap<I, U, F>;
    [I: Borrow] core::iter::Fuse<I>;
    [I: Borrow, F] core::iter::Inspect<I, F>;
    [I: Borrow, F] core::iter::Map<I, F>;
    [I: Borrow, P] core::iter::MapWhile<I, P>;
    [I: Borrow + Iterator] core::iter::Peekable<I>;
    [I: Borrow] core::iter::Rev<I>;
    [I: Borrow, S, F] core::iter::Scan<I, S, F>;
    [I: Borrow] core::iter::Skip<I>;
    [I: Borrow, P] core::iter::SkipWhile<I, P>;
    [I: Borrow] core::iter::StepBy<I>;
    [I: Borrow] core::iter::Take<I>;
    [I: Borrow, P] core::iter::TakeWhile<I, P>;
    [I: Borrow, J] core::iter::Chain<I, J>;
    [I: Borrow, J] core::iter::Zip<I, J>;
}

#[cfg(feature = "alloc")]
mark! { Borrow:
    [B: Borrow + ?Sized] alloc::boxed::Box<B>;
}

#[cfg(feature = "alloc")]
mark! { BorrowForSure:
    [T] alloc::collections::binary_heap::Iter<'_, T>;
    [T: Ord] alloc::collections::binary_heap::PeekMut<'_, T>;
    [K, V] alloc::collections::btree_map::Entry<'_, K, V>;
    [K, V] alloc::collections::btree_map::OccupiedEntry<'_, K, V>;
    [K, V] alloc::collections::btree_map::Iter<'_, K, V>;
    [K, V] alloc::collections::btree_map::IterMut<'_, K, V>;
    [K, V] alloc::collections::btree_map::Keys<'_, K, V>;
    [K, V] alloc::collections::btree_map::Range<'_, K, V>;
    [K, V] alloc::collections::btree_map::RangeMut<'_, K, V>;
    [K, V] alloc::collections::btree_map::Values<'_, K, V>;
    [K, V] alloc::collections::btree_map::ValuesMut<'_, K, V>;
    [T] alloc::collections::btree_set::Iter<'_, T>;
    [T] alloc::collections::btree_set::Range<'_, T>;
    [T] alloc::collections::btree_set::Difference<'_, T>;
    [T] alloc::collections::btree_set::Intersection<'_, T>;
    [T] alloc::collections::btree_set::SymmetricDifference<'_, T>;
    [T] alloc::collections::btree_set::Union<'_, T>;
    [T] alloc::collections::vec_deque::Iter<'_, T>;
    [T] alloc::collections::vec_deque::IterMut<'_, T>;
}

#[cfg(feature = "std")]
mark! { BorrowForSure:
    [T, S] std::collections::hash_set::Difference<'_, T, S>;
    [T, S] std::collections::hash_set::Intersection<'_, T, S>;
    [T, S] std::collections::hash_set::SymmetricDifference<'_, T, S>;
    [T, S] std::collections::hash_set::Union<'_, T, S>;
    [K, V] std::collections::hash_map::Entry<'_, K, V>;
    [K, V] std::collections::hash_map::OccupiedEntry<'_, K, V>;
    [K, V] std::collections::hash_map::Iter<'_, K, V>;
    [K, V] std::collections::hash_map::IterMut<'_, K, V>;
    [K, V] std::collections::hash_map::Keys<'_, K, V>;
    [K, V] std::collections::hash_map::Values<'_, K, V>;
    [K, V] std::collections::hash_map::ValuesMut<'_, K, V>;
    [T] std::collections::hash_set::Iter<'_, T>;
    [] std::path::Components<'_>;
}

mark! { BorrowIfLent:
    [B: BorrowIfLent, const N: usize] [B; N];
    [B: BorrowIfLent, const N: usize] core::array::IntoIter<B, N>;
    [B: BorrowIfLent] core::option::IntoIter<B>;
}

#[cfg(feature = "alloc")]
mark! { BorrowIfLent:
    [B: alloc::borrow::ToOwned + ?Sized] alloc::borrow::Cow<'_, B>;
    [B: BorrowIfLent, V] alloc::collections::BTreeMap<B, V>;
    [B: BorrowIfLent, V] alloc::collections::btree_map::IntoIter<B, V>;
    [B: BorrowIfLent] alloc::collections::BTreeSet<B>;
    [B: BorrowIfLent] alloc::collections::btree_set::IntoIter<B>;
    [B: BorrowIfLent] alloc::collections::VecDeque<B>;
    [B: BorrowIfLent] alloc::collections::vec_deque::IntoIter<B>;
    [B: BorrowIfLent] alloc::vec::Vec<B>;
    [B: BorrowIfLent] alloc::vec::IntoIter<B>;
}

#[cfg(feature = "std")]
mark! { BorrowIfLent:
    [B: BorrowIfLent, V, S] std::collections::HashMap<B, V, S>;
    [B: BorrowIfLent, V] std::collections::hash_map::IntoIter<B, V>;
    [B: BorrowIfLent, S] std::collections::HashSet<B, S>;
    [B: BorrowIfLent] std::collections::hash_set::IntoIter<B>;
    [] std::io::IoSlice<'_>;
}

mark! { Drain:
    [I: Drain] core::iter::Enumerate<I>;
    [I: Drain, P] core::iter::Filter<I, P>;
    [I: Drain, F] core::iter::Map<I, F>;
    [I: Drain + Iterator] core::iter::Peekable<I>;
    [I: Drain] core::iter::Rev<I>;
    [I: Drain] core::iter::Take<I>;
}

#[cfg(feature = "alloc")]
mark! { Drain:
    [T] alloc::vec::Drain<'_, T>;
    [] alloc::string::Drain<'_>;
    [T] alloc::collections::binary_heap::Drain<'_, T>;
    [T] alloc::collections::vec_deque::Drain<'_, T>;
}

#[cfg(feature = "std")]
mark! { Drain:
    [K, V] std::collections::hash_map::Drain<'_, K, V>;
    [T] std::collections::hash_set::Drain<'_, T>;
}
