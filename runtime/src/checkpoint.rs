//! The buffer that the caller owns.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr::NonNull;

use crate::progress::Progress;

/// What a cancelled call of a `#[cancel_safe]` function left behind, and what the next call
/// goes on from.
///
/// `F` is the frame that the macro made for the function. It is inferred from the call, or named
/// by the alias that the macro makes beside the function (`SendAllCheckpoint` for `send_all`).
///
/// The values that are saved can be read by their names in the source: where `items` is saved,
/// `checkpoint.items()` is `Some(&items)` as long as the call is pending.
///
/// ```
/// use cancel_safe::{Checkpoint, cancel_safe};
///
/// #[cancel_safe]
/// async fn answer() -> u32 {
///     42
/// }
///
/// let mut pending = Checkpoint::new();
/// let call = answer(&mut pending);
/// # drop(call);
/// assert!(!pending.is_pending());
/// ```
#[derive(Clone)]
pub struct Checkpoint<F> {
    /// What the wrapper around the function's future works on.
    status: Status,
    /// The await point to go back to; 0 as soon as it is reached.
    at: u32,
    /// How far the leaf at that await point had come.
    progress: Progress,
    /// The saved locals.
    frame: F,
}

/// All of a checkpoint but its status: what the function's own code works on.
///
/// As a struct within the checkpoint it would have padding, in which the status finds no place: each
/// checkpoint would be 8 bytes larger.
pub struct Core<'a, F> {
    checkpoint: NonNull<Checkpoint<F>>,
    lent: PhantomData<&'a mut Checkpoint<F>>,
}

// SAFETY: it is a `&mut` to some fields of the checkpoint.
unsafe impl<F> Send for Core<'_, F> where Checkpoint<F>: Send {}

// SAFETY: the same.
unsafe impl<F> Sync for Core<'_, F> where Checkpoint<F>: Sync {}

impl<F> Core<'_, F> {
    /// The await point to go back to; 0 as soon as it is reached.
    #[inline]
    pub fn at(&self) -> u32 {
        // SAFETY: the checkpoint is lent for `'a`, and of this field to nobody else.
        unsafe { (*self.checkpoint.as_ptr()).at }
    }

    /// Notes the await point to go back to, and yields the slots for what is pending there.
    #[inline]
    pub fn suspend(&mut self, at: u32) -> &mut F {
        // SAFETY: as in `at`.
        unsafe { (*self.checkpoint.as_ptr()).at = at }
        self.frame()
    }

    /// Notes that the await point is reached, and yields the slots of what was pending there.
    #[inline]
    pub fn reached(&mut self) -> &mut F {
        self.suspend(0)
    }

    /// How far the leaf had come.
    #[inline]
    pub fn progress(&mut self) -> &mut Progress {
        // SAFETY: as in `at`. Like the borrow of `self`, that of its fields is unique.
        unsafe { &mut (*self.checkpoint.as_ptr()).progress }
    }

    /// The saved locals.
    #[inline]
    pub fn frame(&mut self) -> &mut F {
        // SAFETY: as in `progress`.
        unsafe { &mut (*self.checkpoint.as_ptr()).frame }
    }
}

/// The part of a checkpoint that the wrapper around the function's future works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Ready for a fresh call.
    Armed,
    /// A future waits at an await point. Seen at the next call: it was leaked.
    Waiting,
    /// A future is being polled. Seen after the poll: it panicked.
    Running,
    /// A call was dropped, and saved itself unless `at` is 0.
    Suspended,
    /// The call ended, and had owned parameters.
    Finished,
}

/// The struct that the macro makes for a function: a slot for each saved local.
pub trait Frame {
    /// The name of the function.
    const FUNCTION: &'static str;

    /// Whether there are owned parameters, so that a call cannot be made twice from the same ones.
    const FINISHES: bool = false;

    /// The await points, in the order in which they are evaluated.
    const AWAIT_POINTS: &'static [AwaitPoint];

    /// Empties all slots.
    fn __clear(&mut self);

    /// Writes the slots that are in use.
    fn __debug(&self, f: &mut fmt::DebugStruct<'_, '_>);
}

/// A frame, and its owned parameters: `()`, the one, or a tuple of them. A parameter of the trait,
/// and not an associated type, for that must not be less visible than the function.
#[diagnostic::on_unimplemented(
    message = "the checkpoint of this function is not made with `{Owned}` [owned-mismatch]",
    label = "not what the function owns",
    note = "`Checkpoint::new()` makes a checkpoint for a function without owned parameters; \
            `Checkpoint::with(..)` takes them, the value itself for one, a tuple for several",
    note = "where its type is written, it is the one beside the function: `ReadCheckpoint` for `read`"
)]
pub trait Arm<Owned>: Frame {
    /// A frame with all slots empty but those of the owned parameters.
    fn __arm(owned: Owned) -> Self;
}

/// An `.await` in the source of an annotated function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwaitPoint {
    /// The file, as `file!()` has it.
    pub file: &'static str,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// The awaited expression, as it is written.
    pub expression: &'static str,
}

impl AwaitPoint {
    /// For generated code.
    #[doc(hidden)]
    pub const fn new(file: &'static str, line: u32, column: u32, expression: &'static str) -> Self {
        AwaitPoint { file, line, column, expression }
    }
}

impl fmt::Display for AwaitPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}.await` at {}:{}:{}", self.expression, self.file, self.line, self.column)
    }
}

impl<F: Arm<()>> Checkpoint<F> {
    /// A checkpoint for a function without owned parameters, ready for a first call.
    pub fn new() -> Self {
        Self::with(())
    }
}

/// What `_` in the call of an annotated function stands for: a checkpoint without owned parameters.
#[diagnostic::on_unimplemented(
    message = "`_` makes a checkpoint, but not one with owned parameters [owned-not-given]",
    label = "this function has parameters of its own, which go into its checkpoint",
    note = "write `&mut Checkpoint::with(..)` with them in place of `_`, and pass only the others \
            behind it"
)]
pub trait NoneOwned: Arm<()> {}

#[diagnostic::do_not_recommend]
impl<F: Arm<()>> NoneOwned for F {}

/// For generated code: `_` in a call.
pub fn inner<F: NoneOwned>() -> Checkpoint<F> {
    Checkpoint::new()
}

impl<F: Arm<()>> Checkpoint<F> {
    /// What stands in the field of a receiver while the checkpoint is in use: should the future be
    /// leaked, or panic, it stays there and says so.
    #[doc(hidden)]
    pub fn taken() -> Self {
        Checkpoint { status: Status::Waiting, ..Self::new() }
    }
}

impl<F: Arm<()>> Default for Checkpoint<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F: Frame> Checkpoint<F> {
    /// A checkpoint that holds the owned parameters of the call: the value itself for one, a
    /// tuple in the order of declaration for several.
    pub fn with<Owned>(owned: Owned) -> Self
    where
        F: Arm<Owned>,
    {
        let frame = F::__arm(owned);
        Checkpoint { status: Status::Armed, at: 0, progress: Progress::None, frame }
    }

    /// Arms the checkpoint again with new owned parameters. What is pending is dropped.
    pub fn restart<Owned>(&mut self, owned: Owned)
    where
        F: Arm<Owned>,
    {
        *self = Self::with(owned);
    }

    /// Drops what is pending, and mends a poisoned checkpoint.
    ///
    /// Where there are owned parameters, they are dropped too, and the next call needs
    /// [`restart`](Self::restart) first.
    pub fn clear(&mut self) {
        self.frame.__clear();
        self.at = 0;
        self.progress = Progress::None;
        self.status = Self::DONE;
    }

    /// Whether a call was cancelled and waits to be made again.
    pub fn is_pending(&self) -> bool {
        self.suspended_at().is_some()
    }

    /// Whether the call has ended and needs [`restart`](Self::restart). Never true for a
    /// function without owned parameters.
    pub fn is_finished(&self) -> bool {
        self.status == Status::Finished
    }

    /// Whether a panic, a leaked future or an await that the macro could not see has made the
    /// saved state unusable. The next call panics and says why; [`clear`](Self::clear) mends it.
    pub fn is_poisoned(&self) -> bool {
        match self.status {
            Status::Armed | Status::Finished => false,
            Status::Waiting | Status::Running => true,
            Status::Suspended => self.at == 0,
        }
    }

    /// The await point at which the pending call was cancelled.
    pub fn suspended_at(&self) -> Option<AwaitPoint> {
        if self.status != Status::Suspended {
            return None;
        }
        let index = usize::try_from(self.at).ok()?.checked_sub(1)?;
        F::AWAIT_POINTS.get(index).copied()
    }

    /// What a call becomes when it has ended.
    pub(crate) const DONE: Status = if F::FINISHES { Status::Finished } else { Status::Armed };

    /// Starts or resumes a call.
    #[doc(hidden)]
    #[track_caller]
    pub fn enter(&mut self) -> (&mut Status, Core<'_, F>) {
        if self.status != Status::Armed && !self.is_pending() {
            self.refuse();
        }
        let checkpoint = NonNull::from(self);
        // SAFETY: lent by `self` for as long as the result lives, and `Core` gives no access to it.
        let status = unsafe { &mut (*checkpoint.as_ptr()).status };
        (status, Core { checkpoint, lent: PhantomData })
    }

    #[cold]
    #[track_caller]
    fn refuse(&self) -> ! {
        let name = F::FUNCTION;
        match self.status {
            Status::Finished => panic!(
                "`{name}` has already completed with this checkpoint; \
                 arm it again with `checkpoint.restart(..)`"
            ),
            Status::Running => panic!(
                "the checkpoint of `{name}` is poisoned: an earlier call panicked; \
                 what it had pending is lost, `checkpoint.clear()` mends it"
            ),
            Status::Waiting => panic!(
                "the checkpoint of `{name}` is poisoned: the future of an earlier call was leaked \
                 (`mem::forget`), so it could not save itself; `checkpoint.clear()` mends it"
            ),
            Status::Suspended => panic!(
                "the checkpoint of `{name}` is poisoned: it was cancelled at an await that \
                 `#[cancel_safe]` could not see, inside a macro; what it had pending is lost, \
                 `checkpoint.clear()` mends it"
            ),
            Status::Armed => unreachable!(),
        }
    }
}

/// The saved values, by name.
impl<F: Frame> Deref for Checkpoint<F> {
    type Target = <F as HasSlots>::Slots;

    fn deref(&self) -> &F {
        &self.frame
    }
}

/// The frame itself. Not by its own name: a checkpoint whose function is not known yet would coerce
/// to a reference to anything, and a call with its arguments in the wrong order would decide that
/// it is the checkpoint of whatever stands in its place.
pub trait HasSlots {
    /// The frame.
    type Slots;
}

impl<F: Frame> HasSlots for F {
    type Slots = F;
}

impl<F: Frame> fmt::Debug for Checkpoint<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Checkpoint");
        out.field("function", &format_args!("{}", F::FUNCTION));
        match self.suspended_at() {
            Some(point) => out.field("suspended_at", &format_args!("{point}")),
            None if self.is_poisoned() => out.field("status", &format_args!("poisoned")),
            None if self.is_finished() => out.field("status", &format_args!("finished")),
            None => out.field("status", &format_args!("ready")),
        };
        self.frame.__debug(&mut out);
        out.finish()
    }
}
