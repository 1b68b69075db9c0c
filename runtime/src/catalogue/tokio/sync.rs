//! `tokio::sync`: locks and signals.

use tokio::sync::futures::{Notified, OwnedNotified};
use tokio::sync::{Barrier, Mutex, Notify, OnceCell, RwLock, Semaphore, SetOnce};

use crate::catalogue::declare::catalogue;

catalogue! { ROWS "tokio 1.54" Inherent:
    "tokio::sync::Mutex" [T: ?Sized] Mutex<T>: lock => queues(
        "`Mutex::lock` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::Mutex" [T: ?Sized] Mutex<T>: lock_owned => queues(
        "`Mutex::lock_owned` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::RwLock" [T: ?Sized] RwLock<T>: read => queues(
        "`RwLock::read` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::RwLock" [T: ?Sized] RwLock<T>: read_owned => queues(
        "`RwLock::read_owned` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::RwLock" [T: ?Sized] RwLock<T>: write => queues(
        "`RwLock::write` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::RwLock" [T: ?Sized] RwLock<T>: write_owned => queues(
        "`RwLock::write_owned` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::Semaphore" [] Semaphore: acquire => queues(
        "`Semaphore::acquire` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::Semaphore" [] Semaphore: acquire_many => queues(
        "`Semaphore::acquire_many` gives up its place in the queue when it is dropped"
    );
    "tokio::sync::Notify" [] Notify: notified => loses(
        "`Notify::notified` is not cancel-safe: a `notify_waiters` that comes between two calls \
         is missed",
        "pin one `Notified` outside the loop, in a `#[cancel_safe]` function one of `notified_owned()`, \
         and await it by `as_mut()`; where only `notify_one` is used, the place in the queue is all that is lost: `requeue(..)`; of an `Arc<Notify>`, \
         a `#[cancel_safe]` function keeps the wait"
    );
    "tokio::sync::Barrier" [] Barrier: wait => loses(
        "`Barrier::wait` is not cancel-safe: dropped, it stays counted, and the barrier opens \
         one task too early",
        "pin the future outside the loop, or spawn a task that waits; of an `Arc<Barrier>`, a \
         `#[cancel_safe]` function keeps the wait"
    );
    "tokio::sync::OnceCell" [T] OnceCell<T>: get_or_init, get_or_try_init => loses(
        "`OnceCell::get_or_init` is only as cancel-safe as what initialises it: if another \
         branch wins, the initialisation is dropped half-way",
        "where it may be done twice, say so: `assume_cancel_safe(..)`; or spawn it"
    );
    "tokio::sync::SetOnce" [T] SetOnce<T>: wait => safe;
}

catalogue! { FUTURES "tokio 1.54" Tokio:
    "tokio::sync::futures::Notified" [] Notified<'_>: await => loses(
        "a `Notified` that is awaited by value is not cancel-safe: a `notify_waiters` that \
         comes between two calls is missed",
        "pin one outside the loop, and await it by `as_mut()`; where what comes in between does not \
         matter, `abandon(..)`"
    );
    "tokio::sync::futures::OwnedNotified" [] OwnedNotified: await => loses(
        "an `OwnedNotified` that is awaited by value is not cancel-safe: a `notify_waiters` \
         that comes between two calls is missed",
        "pin one outside the loop, and await it by `as_mut()`; where what comes in between does not \
         matter, `abandon(..)`"
    );
}
