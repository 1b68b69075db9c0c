//! What generated code names. Not part of the public interface: it changes without notice.

pub use cancel_safe_macros::__safe_select;
pub use core;

pub use crate::checkpoint::{AwaitPoint, Core, Frame, Status};
pub use crate::leaf::{Cancelled, Leaf, never};
pub use crate::probe::{
    Audited, Form, Nope, Probe, Repeatable, Unaudited, Verdict, operand, probe, verdict_of,
};
pub use crate::resumable::Resumable;
pub use crate::select::support as select;
pub use crate::slot::{Boxed, Show, ShowOpaque, Typed};

/// A bound that makes a return type capture `T` in every edition.
pub trait Captures<T: ?Sized> {}

impl<T: ?Sized, U: ?Sized> Captures<T> for U {}
