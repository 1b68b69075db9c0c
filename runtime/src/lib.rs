#![doc = include_str!("../README.md")]
#![no_std]
#![warn(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// The rows of an ecosystem use these; with one of them off, not all is used.
#[cfg_attr(
    not(all(feature = "futures", feature = "tokio")),
    allow(dead_code, unused_imports, unused_macros)
)]
mod again;
mod catalogue;
mod checkpoint;
mod counted;
pub mod errors;
mod function;
mod guard;
#[cfg(feature = "alloc")]
mod held;
mod kept;
mod lanes;
mod leaf;
mod lend;
mod marks;
mod miscalled;
mod operand;
mod pending;
mod probe;
mod progress;
mod refused;
mod resumable;
mod select;
mod shadowed;
mod slot;
#[cfg(feature = "testing")]
pub mod testing;
mod verdict;
mod waker;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

/// Makes an `async fn` cancel-safe: dropped before it completes, its future leaves what is pending
/// in a [`Checkpoint`] that the caller owns, and the next call with that checkpoint goes on exactly
/// there. Nothing is lost, nothing is done twice.
///
/// ```
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// use cancel_safe::{Checkpoint, cancel_safe, safe_select};
/// use tokio::sync::mpsc;
///
/// #[cancel_safe]
/// async fn forward(rx: &mut mpsc::Receiver<u32>, tx: &mpsc::Sender<u32>) -> u32 {
///     let mut count = 0;
///     while let Some(item) = rx.recv().await {
///         if tx.send(item).await.is_err() {
///             break;
///         }
///         count += 1;
///     }
///     count
/// }
///
/// let (feed, mut rx) = mpsc::channel(4);
/// let (tx, mut out) = mpsc::channel(1);
/// for item in 1..=3 {
///     feed.send(item).await.unwrap();
/// }
/// drop(feed);
///
/// let mut pending = Checkpoint::new();
/// let mut received = Vec::new();
/// let count = loop {
///     safe_select! {
///         biased;
///         count = forward(&mut pending, &mut rx, &tx) => break count,
///         // `forward` waits for room; its future is dropped here, with an item in its hands.
///         item = out.recv() => received.extend(item),
///     }
/// };
/// received.extend(out.try_recv());
/// assert_eq!((count, received), (3, vec![1, 2, 3]));
/// # });
/// ```
///
/// # What becomes of the function
///
/// It takes the checkpoint first, then its *lent* parameters: those whose type is a reference or
/// has a lifetime in it, which are passed anew on each call. All others are *owned*: they are part
/// of the checkpoint, [`Checkpoint::with`], from the start.
///
/// ```
/// # use cancel_safe::{Checkpoint, cancel_safe};
/// #[cancel_safe]
/// async fn add(to: &mut u32, items: Vec<u32>) {
///     for item in items {
///         std::future::ready(()).await;
///         *to += item;
///     }
/// }
///
/// let mut sum = 0;
/// let mut pending = Checkpoint::with(vec![1, 2]);
/// drop(add(&mut pending, &mut sum));
/// ```
///
/// Beside a function `send_all` stands the type `SendAllCheckpoint`, for where a checkpoint is kept
/// in a struct; `#[cancel_safe(checkpoint = Name)]` renames it.
///
/// # Locals
///
/// A local that can still be mentioned at or after an await is saved when the call is dropped
/// there. If its type is written, its slot has that type. If not, it is boxed, only then, and has
/// to be `Send + 'static`. A local that borrows from others, `let part = &data[..n]`, is derived
/// again; where the macro cannot see that an expression is a borrow, `#[rederive] let view =
/// data.view();` tells it. An iterator over text or a list that is only asked for its items, `let mut words =
/// line.split(' ');` and `words.next()`, is made again and advanced to where it was.
///
/// A local that is never mentioned again is not saved: on cancel it is dropped there and then.
///
/// `pin!`, of the standard library or of others, pins in a box where an await comes behind, and yields
/// a `Pin<Box<_>>`: the future or the stream in it is saved like any other local.
///
/// ```
/// # use std::pin::pin;
/// # use std::time::Duration;
/// # use cancel_safe::{cancel_safe, safe_select};
/// # use tokio::{sync::mpsc::Receiver, time::sleep};
/// #[cancel_safe]
/// async fn sum_of_a_second(rx: &mut Receiver<u32>) -> u32 {
///     let mut sum = 0;
///     let mut end = pin!(sleep(Duration::from_secs(1)));
///     loop {
///         safe_select! {
///             Some(n) = rx.recv() => sum += n,
///             () = &mut end => return sum,
///         }
///     }
/// }
/// ```
///
/// # What differs from the plain function
///
/// - A temporary of a statement is dropped before the first await behind it, and not at the end of the
///   statement. One that is a [`Guard`] is refused, as in `match state.lock().unwrap().id { .. }` with an
///   arm that awaits. Not seen is one that is looked into within an `Option` or a tuple, and what the
///   `else` of an `if let` is under before edition 2024.
/// - Of `a[i] += b.await`, the right side is evaluated first. Where the operator is overloaded, the plain
///   function evaluates the left side first.
/// - A macro of yours that jumps, as `if $done { break }`, needs a label for it within a loop that awaits: without
///   one, the compiler says E0695.
/// - What is written within [`assume_cancel_safe`], [`abandon`] or [`requeue`] is evaluated again when
///   the call goes on. Take the item out of the queue before: `let item = queue.pop_front();`.
/// - `#[rederive]` makes a borrow again as its `let` does, or what a `for`, `match` or `if let` behind it looks at.
///   What that mentions must not have been changed by then: that is your promise.
/// - A local that a macro of yours declares, or shadows, is not seen.
/// - A local of which a part was moved out cannot be saved. Take it apart: `let Message { id, reply } =
///   message;`.
///
/// # What may be awaited
///
/// A future that is [`CancelSafe`] by its type; a call that is in the [`catalogue`]; an operation
/// with progress, such as `send`, `write_all`, `read_exact` or `sleep`, which goes on where it was;
/// another annotated function, as `inner(_, args).await` or with a checkpoint of its own in a
/// local; a future that is kept, `(&mut future).await`; and [`safe_select!`].
///
/// # Methods
///
/// The `impl` block is annotated too. With `stored_in`, the checkpoint is kept in a field, and no
/// call changes:
///
/// ```
/// # use cancel_safe::cancel_safe;
/// # use tokio::io::{AsyncWriteExt, DuplexStream};
/// struct Connection {
///     stream: DuplexStream,
///     writing: ConnectionWriteFrameCheckpoint,
/// }
///
/// #[cancel_safe]
/// impl Connection {
///     /// Writes the length, then the frame. Cancelled, it goes on in the middle of either, if it
///     /// is called with the same frame.
///     #[cancel_safe(stored_in = self.writing)]
///     async fn write_frame(&mut self, frame: &[u8]) -> std::io::Result<()> {
///         self.stream.write_u32(frame.len() as u32).await?;
///         self.stream.write_all(frame).await
///     }
/// }
/// ```
///
/// A function that awaits once, or once on each of its ways, and does nothing before, needs no checkpoint:
/// `#[cancel_safe(stateless)]` proves that, and leaves the signature alone.
///
/// # Panics
///
/// A call panics when its checkpoint is [finished](Checkpoint::is_finished) or
/// [poisoned](Checkpoint::is_poisoned), and when it is resumed with lent arguments that do not
/// lead to where it was.
pub use cancel_safe_macros::cancel_safe;

pub use crate::catalogue::{Fact, Row, catalogue};
pub use crate::checkpoint::{AwaitPoint, Checkpoint};
pub use crate::guard::Guard;
#[cfg(feature = "alloc")]
pub use crate::held::{Held, hold};
pub use crate::marks::{CancelSafe, Marked, abandon, assume_cancel_safe, requeue};
pub use crate::operand::{Handover, Keepable};
pub use crate::progress::Progress;
