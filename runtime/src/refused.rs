//! What stands in for the frame of a function that the macro has refused.

use core::fmt;
use core::marker::PhantomData;

use crate::checkpoint::{Arm, AwaitPoint, Frame};

/// A frame without slots, of a function with these owned parameters. Those who call the function make
/// their checkpoints as ever, and are not told of a mistake that is not theirs.
#[derive(Clone, Copy)]
pub struct Refused<Owned>(PhantomData<fn() -> Owned>);

impl<Owned> Frame for Refused<Owned> {
    const FUNCTION: &'static str = "";
    const AWAIT_POINTS: &'static [AwaitPoint] = &[];

    fn __clear(&mut self) {}

    fn __debug(&self, _: &mut fmt::DebugStruct<'_, '_>) {}
}

impl<Owned> Arm<Owned> for Refused<Owned> {
    fn __arm(_: Owned) -> Self {
        Refused(PhantomData)
    }
}
