//! `tokio::sync`, behind an `Arc`: an annotated function keeps the wait itself, with a clone of the
//! `Arc`, so that its place in a queue is not given up, and no notification missed.

use std::boxed::Box;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Poll, ready};

use tokio::sync::{
    AcquireError, Barrier, BarrierWaitResult, Mutex, Notify, OwnedMutexGuard, OwnedRwLockReadGuard,
    OwnedRwLockWriteGuard, OwnedSemaphorePermit, RwLock, Semaphore,
};
use tokio::task::coop;

use crate::catalogue::declare::catalogue;
use crate::progress::Progress;

catalogue! { ROWS "tokio 1.54" Arcs:
    "Arc<tokio::sync::Barrier>" [] Arc<Barrier>: wait => resumes(Wait);
    "Arc<tokio::sync::Notify>" [] Arc<Notify>: notified, notified_owned => resumes(Notified);
    "Arc<tokio::sync::Mutex>" [T: Send + ?Sized + 'static] Arc<Mutex<T>>:
        lock_owned => resumes(LockOwned);
    "Arc<tokio::sync::RwLock>" [T: Send + Sync + ?Sized + 'static] Arc<RwLock<T>>:
        read_owned => resumes(ReadOwned);
    "Arc<tokio::sync::RwLock>" [T: Send + Sync + ?Sized + 'static] Arc<RwLock<T>>:
        write_owned => resumes(WriteOwned);
    "Arc<tokio::sync::Semaphore>" [] Arc<Semaphore>: acquire_owned => resumes(AcquireOwned);
    "Arc<tokio::sync::Semaphore>" [] Arc<Semaphore>:
        acquire_many_owned => resumes(AcquireManyOwned);
}

/// A wait that is kept.
type Waiting<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Waits for what `make` makes, or goes on waiting. Ready at once it is where `attempt` succeeds,
/// within the cooperative budget.
async fn wait<T: 'static>(
    progress: &mut Progress,
    attempt: impl FnOnce() -> Option<T>,
    make: impl FnOnce() -> Waiting<T>,
) -> T {
    if !matches!(progress, Progress::Kept(_)) {
        let mut attempt = Some(attempt);
        let at_once = poll_fn(|cx| {
            let budget = ready!(coop::poll_proceed(cx));
            let value = attempt.take().and_then(|attempt| attempt());
            if value.is_some() {
                budget.made_progress();
            }
            Poll::Ready(value)
        });
        if let Some(value) = at_once.await {
            return value;
        }
        progress.keep(make());
    }
    poll_fn(|cx| progress.poll_kept::<Waiting<T>>(cx)).await
}

macro_rules! waits {
    ($(
        $(#[$meta:meta])*
        $Verdict:ident $message:literal, $instead:literal;
        $resume:ident($receiver:ident: $Receiver:ty $(, $arg:ident: $Arg:ty)?) [$($generics:tt)*] -> $Output:ty
            = $attempt:expr, $make:expr;
    )+) => {$(
        crate::declare! {
            $(#[$meta])*
            pub struct $Verdict: shared(by_copy), $message, $instead;
        }

        impl $Verdict {
            /// Waits, or goes on waiting.
            pub async fn $resume<$($generics)*>(
                self,
                $receiver: &Arc<$Receiver>
                $(, $arg: $Arg)?,
                progress: &mut Progress,
            ) -> $Output {
                wait(
                    progress,
                    || $attempt,
                    || {
                        let $receiver = $receiver.clone();
                        let waiting: Waiting<$Output> = Box::pin($make);
                        waiting
                    },
                )
                .await
            }
        }
    )+};
}

waits! {
    /// The arrival is kept.
    Wait "`Barrier::wait` is not cancel-safe: dropped, it stays counted, and the barrier opens one \
          task too early",
        "here, pin the future outside the loop, or spawn a task that waits";
    resume0(barrier: Barrier) [] -> BarrierWaitResult = None, async move { barrier.wait().await };

    /// The place in the queue is kept.
    LockOwned "`Mutex::lock_owned` gives up its place in the queue: another is served first when \
               another branch wins",
        "here, if that is fine, say so: `requeue(..)`";
    resume0(mutex: Mutex<T>) [T: Send + ?Sized + 'static] -> OwnedMutexGuard<T> =
        mutex.clone().try_lock_owned().ok(), mutex.lock_owned();

    /// The place in the queue is kept.
    ReadOwned "`RwLock::read_owned` gives up its place in the queue: another is served first when \
               another branch wins",
        "here, if that is fine, say so: `requeue(..)`";
    resume0(lock: RwLock<T>) [T: Send + Sync + ?Sized + 'static] -> OwnedRwLockReadGuard<T> =
        lock.clone().try_read_owned().ok(), lock.read_owned();

    /// The place in the queue is kept.
    WriteOwned "`RwLock::write_owned` gives up its place in the queue: another is served first \
                when another branch wins",
        "here, if that is fine, say so: `requeue(..)`";
    resume0(lock: RwLock<T>) [T: Send + Sync + ?Sized + 'static] -> OwnedRwLockWriteGuard<T> =
        lock.clone().try_write_owned().ok(), lock.write_owned();

    /// The place in the queue is kept.
    AcquireOwned "`Semaphore::acquire_owned` gives up its place in the queue: another is served \
                  first when another branch wins",
        "here, if that is fine, say so: `requeue(..)`";
    resume0(semaphore: Semaphore) [] -> Result<OwnedSemaphorePermit, AcquireError> =
        semaphore.clone().try_acquire_owned().ok().map(Ok), semaphore.acquire_owned();

    /// The place in the queue is kept.
    AcquireManyOwned "`Semaphore::acquire_many_owned` gives up its place in the queue: another is \
                      served first when another branch wins",
        "here, if that is fine, say so: `requeue(..)`";
    resume1(semaphore: Semaphore, count: u32) [] -> Result<OwnedSemaphorePermit, AcquireError> =
        semaphore.clone().try_acquire_many_owned(count).ok().map(Ok),
        semaphore.acquire_many_owned(count);
}

crate::declare! {
    /// The wait is kept from the moment of the call, so that no notification is missed.
    pub struct Notified: shared(by_copy),
    "`Notify::notified` is not cancel-safe: a `notify_waiters` that comes between two calls is missed",
    "here, pin one `Notified` outside the loop, in a `#[cancel_safe]` function one of \
     `notified_owned()`, and await it by `as_mut()`; where only `notify_one` is used, the place in the queue is all that is lost: `requeue(..)`";
}

impl Notified {
    /// Waits, or goes on waiting.
    pub async fn resume0(self, notify: &Arc<Notify>, progress: &mut Progress) {
        if matches!(progress, Progress::Kept(_)) {
            return poll_fn(|cx| progress.poll_kept::<Waiting<()>>(cx)).await;
        }
        // What comes from here on is for the first, whatever becomes of the second.
        let notified = notify.clone().notified_owned();
        let at_once = || pin!(notify.notified()).enable().then_some(());
        wait(progress, at_once, || Box::pin(notified)).await
    }
}
