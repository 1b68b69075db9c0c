//! async-lock.

use async_lock::futures::{Upgrade, UpgradeArc};
use async_lock::{Barrier, Mutex, OnceCell, RwLock, Semaphore};

use super::Row;
use super::declare::catalogue;

pub(super) const LISTS: &[&[Row]] = &[ROWS, FUTURES];

catalogue! { ROWS "async-lock 3.5" Inherent:
    "async_lock::Mutex" [T: ?Sized] Mutex<T>: lock => queues(
        "`Mutex::lock` gives up its place in the queue when it is dropped"
    );
    "async_lock::Mutex" [T: ?Sized] Mutex<T>: lock_arc => queues(
        "`Mutex::lock_arc` gives up its place in the queue when it is dropped"
    );
    "async_lock::RwLock" [T: ?Sized] RwLock<T>: read => queues(
        "`RwLock::read` gives up its place in the queue when it is dropped"
    );
    "async_lock::RwLock" [T: ?Sized] RwLock<T>: read_arc => queues(
        "`RwLock::read_arc` gives up its place in the queue when it is dropped"
    );
    "async_lock::RwLock" [T: ?Sized] RwLock<T>: upgradable_read => queues(
        "`RwLock::upgradable_read` gives up its place in the queue when it is dropped"
    );
    "async_lock::RwLock" [T: ?Sized] RwLock<T>: upgradable_read_arc => queues(
        "`RwLock::upgradable_read_arc` gives up its place in the queue when it is dropped"
    );
    "async_lock::RwLock" [T: ?Sized] RwLock<T>: write => queues(
        "`RwLock::write` gives up its place in the queue when it is dropped"
    );
    "async_lock::RwLock" [T: ?Sized] RwLock<T>: write_arc => queues(
        "`RwLock::write_arc` gives up its place in the queue when it is dropped"
    );
    "async_lock::Semaphore" [] Semaphore: acquire => queues(
        "`Semaphore::acquire` gives up its place in the queue when it is dropped"
    );
    "async_lock::Semaphore" [] Semaphore: acquire_arc => queues(
        "`Semaphore::acquire_arc` gives up its place in the queue when it is dropped"
    );
    "async_lock::Barrier" [] Barrier: wait => loses(
        "`Barrier::wait` is not cancel-safe: dropped, it stays counted, and the barrier opens \
         one task too early",
        "pin the future outside the loop, or spawn a task that waits"
    );
    "async_lock::OnceCell" [T] OnceCell<T>: wait => safe;
    "async_lock::OnceCell" [T] OnceCell<T>: get_or_init, get_or_try_init => loses(
        "`OnceCell::get_or_init` is only as cancel-safe as what initialises it: if another \
         branch wins, the initialisation is dropped half-way",
        "where it may be done twice, say so: `assume_cancel_safe(..)`; or spawn it"
    );
    "async_lock::OnceCell" [T] OnceCell<T>: set => loses(
        "`OnceCell::set` is not cancel-safe: the value is lost if another branch wins while \
         another initialisation runs",
        "hold the future outside, and await `&mut future`"
    );
}

catalogue! { FUTURES "async-lock 3.5" Foreign:
    "async_lock::RwLockUpgradableReadGuard::upgrade" [T: ?Sized] Upgrade<'_, T>: await => loses(
        "`RwLockUpgradableReadGuard::upgrade` is not cancel-safe: if another branch wins, the \
         upgradable read lock is given up, too",
        "use `try_upgrade`, which gives the guard back"
    );
    "async_lock::RwLockUpgradableReadGuardArc::upgrade" [T: ?Sized] UpgradeArc<T>: await => loses(
        "`RwLockUpgradableReadGuardArc::upgrade` is not cancel-safe: if another branch wins, \
         the upgradable read lock is given up, too",
        "use `try_upgrade`, which gives the guard back"
    );
}
