//! Waits that an annotated function keeps, since they are of an `Arc`.

use std::sync::Arc;
use std::task::Poll;

use crate::support::{is_pending, poll};
use cancel_safe::{Checkpoint, cancel_safe};
use tokio::sync::{Barrier, Mutex, Notify, RwLock, Semaphore};

/// Whether a call that was cancelled three times is served before one that came after it.
macro_rules! keeps_its_place {
    ($free:expr; $call:expr, $other:expr) => {{
        let mut pending = Checkpoint::new();
        for _ in 0..3 {
            assert!(is_pending($call(&mut pending)));
        }
        let mut other = Box::pin($other);
        assert!(poll(other.as_mut()).is_pending());
        for _ in 0..3 {
            assert!(is_pending($call(&mut pending)));
        }
        $free;
        assert!(poll(other.as_mut()).is_pending(), "the place was lost");
        assert!(!is_pending($call(&mut pending)));
        assert!(!is_pending(other));
    }};
}

#[test]
fn locks() {
    // checks tokio::sync::Mutex: lock_owned
    // checks tokio::sync::RwLock: read_owned, write_owned
    #[cancel_safe]
    async fn lock(mutex: &Arc<Mutex<u8>>) {
        *mutex.clone().lock_owned().await += 1;
    }
    #[cancel_safe]
    async fn write(lock: &Arc<RwLock<u8>>) {
        *lock.clone().write_owned().await += 1;
    }
    #[cancel_safe]
    async fn read(lock: &Arc<RwLock<u8>>) -> u8 {
        *lock.clone().read_owned().await
    }

    let mutex = Arc::new(Mutex::new(0));
    let guard = mutex.try_lock().unwrap();
    keeps_its_place!(drop(guard); |pending| lock(pending, &mutex), mutex.lock());
    assert_eq!(*mutex.try_lock().unwrap(), 1);
    let lock = Arc::new(RwLock::new(0));
    let guard = lock.try_write().unwrap();
    keeps_its_place!(drop(guard); |pending| write(pending, &lock), lock.write());
    let guard = lock.try_write().unwrap();
    keeps_its_place!(drop(guard); |pending| read(pending, &lock), lock.write());
    assert_eq!(*lock.try_read().unwrap(), 1);
}

#[test]
fn permits() {
    // checks tokio::sync::Semaphore: acquire_owned, acquire_many_owned
    #[cancel_safe]
    async fn acquire(semaphore: &Arc<Semaphore>) {
        semaphore.clone().acquire_owned().await.unwrap().forget();
    }
    #[cancel_safe]
    async fn acquire_many(semaphore: &Arc<Semaphore>, count: u32) {
        semaphore.clone().acquire_many_owned(count).await.unwrap().forget();
    }

    let semaphore = Arc::new(Semaphore::new(0));
    let mut first = Checkpoint::new();
    let mut second = Checkpoint::with(2);
    for _ in 0..3 {
        assert!(is_pending(acquire(&mut first, &semaphore)));
        assert!(is_pending(acquire_many(&mut second, &semaphore)));
    }
    semaphore.add_permits(2);
    assert!(is_pending(acquire_many(&mut second, &semaphore)), "it was served first");
    assert!(!is_pending(acquire(&mut first, &semaphore)));
    semaphore.add_permits(1);
    assert!(!is_pending(acquire_many(&mut second, &semaphore)));
    assert_eq!(semaphore.available_permits(), 0);
    // Ready at once.
    semaphore.add_permits(1);
    assert!(!is_pending(acquire(&mut first, &semaphore)));
}

/// Who was cancelled has arrived once, and goes through with the others.
#[test]
fn a_barrier_counts_a_cancelled_call_once() {
    // checks Arc<tokio::sync::Barrier>: wait
    #[cancel_safe]
    async fn meet(barrier: &Arc<Barrier>) -> bool {
        barrier.wait().await.is_leader()
    }

    let barrier = Arc::new(Barrier::new(3));
    let (mut first, mut second) = (Checkpoint::new(), Checkpoint::new());
    for _ in 0..3 {
        assert!(is_pending(meet(&mut first, &barrier)));
    }
    assert!(is_pending(meet(&mut second, &barrier)), "one alone counted for several");
    let mut third = Box::pin(barrier.wait());
    let Poll::Ready(result) = poll(third.as_mut()) else { panic!("all three have come") };
    assert!(result.is_leader());
    for pending in [&mut first, &mut second] {
        let mut call = Box::pin(meet(pending, &barrier));
        assert_eq!(poll(call.as_mut()), Poll::Ready(false));
    }
}

#[test]
fn no_notification_is_missed() {
    // checks tokio::sync::Notify: notified, notified_owned
    #[cancel_safe]
    async fn notified(notify: &Arc<Notify>) {
        notify.notified().await;
    }
    #[cancel_safe]
    async fn notified_owned(notify: &Arc<Notify>) {
        notify.clone().notified_owned().await;
    }

    macro_rules! check {
        ($call:ident) => {
            let notify = Arc::new(Notify::new());
            let mut pending = Checkpoint::new();
            assert!(is_pending($call(&mut pending, &notify)));
            assert!(is_pending($call(&mut pending, &notify)));
            // Between two calls, which the plain operation misses.
            notify.notify_waiters();
            assert!(!is_pending($call(&mut pending, &notify)));
            assert!(is_pending($call(&mut pending, &notify)));
            notify.notify_one();
            assert!(!is_pending($call(&mut pending, &notify)));
            // A permit that is there already.
            notify.notify_one();
            assert!(!is_pending($call(&mut pending, &notify)));
            // Given up for good, it hands a notification on.
            assert!(is_pending($call(&mut pending, &notify)));
            notify.notify_one();
            pending.clear();
            assert!(!is_pending(notify.notified()));
        };
    }
    check!(notified);
    check!(notified_owned);
}

/// As the plain one: a task that always gets what it asks for yields now and then.
#[tokio::test]
async fn the_cooperative_budget() {
    #[cancel_safe]
    async fn lock_often(mutex: &Arc<Mutex<usize>>) {
        for _ in 0..1000_u32 {
            *mutex.clone().lock_owned().await += 1;
        }
    }

    let mutex = Arc::new(Mutex::new(0));
    let locks = mutex.clone();
    let task = tokio::spawn(async move { lock_often(&mut Checkpoint::new(), &locks).await });
    tokio::task::yield_now().await;
    let count = *mutex.lock().await;
    assert!(0 < count && count < 1000, "{count}");
    task.await.unwrap();
    assert_eq!(*mutex.lock().await, 1000);
}
