//! Where a checkpoint keeps the value of one local.

use core::any::Any;
use core::fmt;

use crate::pending::{Holds, Slot};

/// A slot whose type is written in the source: no allocation, and nothing asked of `T`.
#[derive(Clone)]
pub struct Typed<T>(Option<T>);

impl<T> Typed<T> {
    /// Stores `value`.
    #[inline]
    pub fn put(&mut self, value: T) {
        self.0 = Some(value);
    }

    /// Stores what is still there of a value that an operation takes at its last instant.
    #[inline]
    pub fn put_rest(&mut self, rest: Option<T>) {
        self.0 = rest;
    }

    /// Gives the value back.
    ///
    /// # Panics
    ///
    /// When the slot is empty, which the order of generated code rules out.
    #[inline]
    #[track_caller]
    pub fn take(&mut self) -> T {
        self.0.take().expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
    }

    /// The value as it was left for the operation that takes it.
    #[inline]
    pub fn take_rest(&mut self) -> Option<T> {
        self.0.take()
    }

    /// The saved value, if there is one.
    #[inline]
    pub fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

/// The type of the value is what the operation says that it is. Where it is not that of the slot, the
/// compiler has refused the argument.
impl<T: Any> Typed<T> {
    /// Like [`put_rest`](Self::put_rest).
    #[inline]
    pub fn put_rest_as_told<U: Any>(&mut self, rest: Option<U>) {
        self.0 = as_told(rest);
    }

    /// Like [`take_rest`](Self::take_rest).
    #[inline]
    pub fn take_rest_as_told<U: Any>(&mut self) -> Option<U> {
        as_told(self.0.take())
    }
}

/// A value of a type that is the same by another name.
#[inline]
fn as_told<T: Any, U: Any>(mut value: Option<T>) -> Option<U> {
    let told = (&mut value as &mut dyn Any).downcast_mut::<Option<U>>();
    told.expect("cancel-safe: a slot of another type; this is a bug in cancel-safe").take()
}

impl<T> Default for Typed<T> {
    #[inline]
    fn default() -> Self {
        Typed(None)
    }
}

impl<T> From<T> for Typed<T> {
    fn from(value: T) -> Self {
        Typed(Some(value))
    }
}

/// Stores a local whose type is not written.
#[inline]
pub fn save<T, Kind: Holds<T>>(slot: &mut Boxed, value: T, kind: Slot<Kind>) {
    slot.put(value, kind);
}

/// Stores what is still there of a value that an operation takes at its last instant.
#[inline]
pub fn save_rest<T, Kind: Holds<T>>(slot: &mut Boxed, rest: Option<T>, kind: Slot<Kind>) {
    slot.put_rest(rest, kind);
}

/// Gives a local back whose type is not written.
#[inline]
#[track_caller]
pub fn restore<T: Any>(slot: &mut Boxed) -> T {
    slot.take()
}

#[cfg(feature = "alloc")]
pub use boxed::Boxed;

#[cfg(not(feature = "alloc"))]
pub use unboxed::Boxed;

#[cfg(feature = "alloc")]
mod boxed {
    use alloc::boxed::Box;
    use core::any::{Any, type_name};

    use crate::pending::{Holds, Slot};

    /// A slot for a local whose type is not written: boxed when a call is really cancelled, and
    /// read back with the type that inference finds.
    #[derive(Default)]
    pub struct Boxed(Option<Saved>);

    struct Saved {
        value: Box<dyn Any + Send>,
        type_name: &'static str,
    }

    impl Boxed {
        /// Stores `value`.
        pub fn put<T, Kind: Holds<T>>(&mut self, value: T, _: Slot<Kind>) {
            self.0 = Some(Saved { value: Kind::boxed(value), type_name: type_name::<T>() });
        }

        /// Stores what is still there of a value that an operation takes at its last instant.
        pub fn put_rest<T, Kind: Holds<T>>(&mut self, rest: Option<T>, kind: Slot<Kind>) {
            if let Some(value) = rest {
                self.put(value, kind);
            }
        }

        /// Gives the value back.
        ///
        /// # Panics
        ///
        /// When the slot is empty or holds another type, which generated code rules out: both
        /// paths assign the same variable.
        #[track_caller]
        pub fn take<T: Any>(&mut self) -> T {
            self.take_rest().expect("cancel-safe: an empty slot; this is a bug in cancel-safe")
        }

        /// The value as it was left for the operation that takes it.
        #[track_caller]
        pub fn take_rest<T: Any>(&mut self) -> Option<T> {
            let saved = self.0.take()?;
            let value = saved.value.downcast();
            Some(*value.expect("cancel-safe: a slot of another type; this is a bug in cancel-safe"))
        }

        /// The saved value, if there is one.
        pub fn get(&self) -> Option<&(dyn Any + Send)> {
            self.0.as_ref().map(|saved| &*saved.value)
        }

        pub(super) fn type_name(&self) -> Option<&'static str> {
            self.0.as_ref().map(|saved| saved.type_name)
        }
    }
}

#[cfg(not(feature = "alloc"))]
mod unboxed {
    use core::any::Any;

    use crate::pending::{Holds, Slot};

    /// Stands in for the boxed slot, which needs an allocator: nothing can be put into it.
    #[derive(Clone, Default)]
    pub struct Boxed;

    impl Boxed {
        /// Stores `value`: of no type.
        pub fn put<T, Kind: Holds<T>>(&mut self, _: T, _: Slot<Kind>) {}

        /// Stores the rest of a value: of no type.
        pub fn put_rest<T, Kind: Holds<T>>(&mut self, _: Option<T>, _: Slot<Kind>) {}

        /// Cannot happen, as nothing can be put.
        pub fn take<T>(&mut self) -> T {
            unreachable!("nothing can be put into a boxed slot without the feature `alloc`")
        }

        /// Always empty.
        pub fn take_rest<T>(&mut self) -> Option<T> {
            None
        }

        /// Always empty.
        pub fn get(&self) -> Option<&(dyn Any + Send)> {
            None
        }

        pub(super) fn type_name(&self) -> Option<&'static str> {
            None
        }
    }
}

impl fmt::Debug for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.type_name().unwrap_or("(empty)"))
    }
}

/// How a slot shows itself in the `Debug` output of a checkpoint: as its value where that is
/// `Debug`. The inherent method wins where its bound holds, the one of [`ShowOpaque`] otherwise.
pub struct Show<'a, S>(pub &'a S);

impl<'a, T: fmt::Debug> Show<'a, Typed<T>> {
    /// The saved value.
    pub fn __show(&self) -> Option<&'a dyn fmt::Debug> {
        self.0.get().map(|value| value as &dyn fmt::Debug)
    }
}

/// Writes the value of a slot, where there is one.
pub fn show(out: &mut fmt::DebugStruct<'_, '_>, name: &str, value: Option<&dyn fmt::Debug>) {
    if let Some(value) = value {
        out.field(name, value);
    }
}

/// The other ways for [`Show`], which has a single method of its own: between two, the compiler could not
/// choose for a type of the user's that does not exist, and would say so.
pub trait ShowOpaque<'a> {
    /// A placeholder, or the name of the value's type.
    fn __show(&self) -> Option<&'a dyn fmt::Debug>;
}

impl<'a, T> ShowOpaque<'a> for Show<'a, Typed<T>> {
    fn __show(&self) -> Option<&'a dyn fmt::Debug> {
        self.0.get().map(|_| &Opaque as &dyn fmt::Debug)
    }
}

impl<'a> ShowOpaque<'a> for Show<'a, Boxed> {
    fn __show(&self) -> Option<&'a dyn fmt::Debug> {
        self.0.get().map(|_| self.0 as &dyn fmt::Debug)
    }
}

struct Opaque;

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(saved)")
    }
}
