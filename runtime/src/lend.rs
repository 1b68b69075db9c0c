//! How a method call takes its receiver.

/// Borrows a receiver in the way that a method call does: a reference is reborrowed, anything
/// else borrowed.
pub trait Lend {
    /// The receiver of a method on `&self`.
    #[inline]
    fn cancel_safe_shared(&self) -> &Self {
        self
    }

    /// The receiver of a method on `&mut self`.
    #[inline]
    fn cancel_safe_unique(&mut self) -> &mut Self {
        self
    }
}

impl<T: ?Sized> Lend for T {}
