//! The rows of tokio that are refused: the plain operation does lose what its words say.

mod catalogue;

use std::sync::Arc;
use std::time::Duration;

use catalogue::{is_pending, poll, soon};
use tokio::sync::{Barrier, Mutex, Notify, OnceCell, RwLock, Semaphore, mpsc, oneshot};
use tokio::task::{JoinSet, LocalSet};

/// Who waits first is served first, unless it is dropped and made again.
macro_rules! loses_its_place {
    ($free:expr; $first:expr, $second:expr) => {{
        let mut first = Box::pin($first);
        assert!(poll(first.as_mut()).is_pending());
        let mut second = Box::pin($second);
        assert!(poll(second.as_mut()).is_pending());
        drop(first);
        let mut first = Box::pin($first);
        assert!(poll(first.as_mut()).is_pending());
        $free;
        assert!(poll(first.as_mut()).is_pending(), "the place was kept");
        assert!(poll(second.as_mut()).is_ready());
    }};
}

#[test]
fn queues() {
    let mutex = Arc::new(Mutex::new(()));
    let guard = mutex.try_lock().unwrap();
    loses_its_place!(drop(guard); mutex.lock(), mutex.lock());
    let guard = mutex.try_lock().unwrap();
    loses_its_place!(drop(guard); mutex.clone().lock_owned(), mutex.clone().lock_owned());

    let lock = Arc::new(RwLock::new(()));
    let guard = lock.try_write().unwrap();
    loses_its_place!(drop(guard); lock.write(), lock.write());
    let guard = lock.try_write().unwrap();
    loses_its_place!(drop(guard); lock.clone().write_owned(), lock.clone().write_owned());
    let guard = lock.try_write().unwrap();
    loses_its_place!(drop(guard); lock.read(), lock.write());
    let guard = lock.try_write().unwrap();
    loses_its_place!(drop(guard); lock.clone().read_owned(), lock.write());

    let semaphore = Arc::new(Semaphore::new(0));
    loses_its_place!(semaphore.add_permits(1); semaphore.acquire(), semaphore.acquire());
    let semaphore = Arc::new(Semaphore::new(0));
    loses_its_place!(
        semaphore.add_permits(1);
        semaphore.clone().acquire_owned(), semaphore.clone().acquire_owned()
    );
    let semaphore = Arc::new(Semaphore::new(0));
    loses_its_place!(semaphore.add_permits(2); semaphore.acquire_many(2), semaphore.acquire_many(2));
    let semaphore = Arc::new(Semaphore::new(0));
    loses_its_place!(
        semaphore.add_permits(2);
        semaphore.clone().acquire_many_owned(2), semaphore.clone().acquire_many_owned(2)
    );

    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send(()).unwrap();
    loses_its_place!(rx.try_recv().unwrap(); tx.reserve(), tx.reserve());
    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send(()).unwrap();
    loses_its_place!(rx.try_recv().unwrap(); tx.reserve_many(1), tx.reserve_many(1));
}

#[tokio::test]
async fn reserve_owned_loses_the_sender() {
    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send(()).unwrap();
    assert!(is_pending(tx.reserve_owned()));
    rx.try_recv().unwrap();
    assert_eq!(soon(rx.recv()).await, None);
}

#[tokio::test]
async fn send_timeout_loses_the_message() {
    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send(1).unwrap();
    assert!(is_pending(tx.send_timeout(2, Duration::from_secs(60))));
    rx.try_recv().unwrap();
    assert!(rx.try_recv().is_err());
}

#[test]
fn notified_misses_notify_waiters() {
    let notify = Arc::new(Notify::new());
    assert!(is_pending(notify.notified()));
    notify.notify_waiters();
    assert!(is_pending(notify.notified()));
    assert!(is_pending(notify.clone().notified_owned()));
    notify.notify_waiters();
    assert!(is_pending(notify.clone().notified_owned()));
    // But not a permit.
    let mut waiting = Box::pin(notify.notified());
    assert!(poll(waiting.as_mut()).is_pending());
    notify.notify_one();
    drop(waiting);
    assert!(!is_pending(notify.notified()));
}

#[test]
fn barrier_counts_who_has_left() {
    let barrier = Barrier::new(2);
    assert!(is_pending(barrier.wait()));
    assert!(!is_pending(barrier.wait()), "one alone went through");
}

#[test]
fn once_cell_initialises_twice() {
    let cell = OnceCell::new();
    let effects = std::cell::Cell::new(0);
    for _ in 0..2 {
        assert!(is_pending(cell.get_or_init(|| async {
            effects.set(effects.get() + 1);
            std::future::pending::<()>().await;
        })));
    }
    assert_eq!(effects.get(), 2);
}

#[test]
fn oneshot_receiver_loses_the_message() {
    let (tx, rx) = oneshot::channel();
    assert!(is_pending(rx));
    assert_eq!(tx.send(1), Err(1));
}

#[tokio::test]
async fn join_handle_loses_the_output_and_the_task_goes_on() {
    let (tx, mut rx) = mpsc::channel(1);
    let task = tokio::spawn(async move {
        tokio::task::yield_now().await;
        tx.send("done").await.unwrap();
        "output"
    });
    assert!(is_pending(task));
    assert_eq!(soon(rx.recv()).await, Some("done"));
}

#[tokio::test]
async fn join_all_aborts() {
    let (tx, mut rx) = mpsc::channel::<()>(1);
    let mut set = JoinSet::new();
    set.spawn(async move {
        let _tx = tx;
        std::future::pending::<()>().await;
    });
    tokio::task::yield_now().await;
    assert!(is_pending(set.join_all()));
    assert_eq!(soon(rx.recv()).await, None);
}

#[test]
fn local_set_drops_its_tasks() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _context = runtime.enter();
    let (tx, mut rx) = mpsc::channel::<()>(1);
    let set = LocalSet::new();
    set.spawn_local(async move {
        let _tx = tx;
        std::future::pending::<()>().await;
    });
    assert!(is_pending(set));
    assert!(matches!(rx.try_recv(), Err(mpsc::error::TryRecvError::Disconnected)));
}

#[test]
fn seek_is_not_the_same_twice() {
    use std::io::{self, SeekFrom};
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tokio::io::{AsyncSeek, AsyncSeekExt};

    /// Seeks in the background, as a file does.
    #[derive(Default)]
    struct File {
        position: u64,
        waits: bool,
    }

    impl AsyncSeek for File {
        fn start_seek(mut self: Pin<&mut Self>, to: SeekFrom) -> io::Result<()> {
            let SeekFrom::Current(distance) = to else { unreachable!() };
            self.position = self.position.saturating_add_signed(distance);
            self.waits = true;
            Ok(())
        }

        fn poll_complete(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
            match std::mem::take(&mut self.waits) {
                true => Poll::Pending,
                false => Poll::Ready(Ok(self.position)),
            }
        }
    }

    let mut file = File::default();
    assert!(is_pending(file.seek(SeekFrom::Current(10))));
    assert!(is_pending(file.seek(SeekFrom::Current(10))));
    assert_eq!(file.position, 20);
}

#[cfg(unix)]
#[tokio::test]
async fn child_output_is_lost() {
    use tokio::process::Command;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("count");
    let script = format!("echo x >> {}; sleep 0.05; echo output", path.display());
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    assert!(is_pending(command.output()));
    assert!(is_pending(command.status()));
    let output = soon(command.output()).await.unwrap();
    assert_eq!(output.stdout, b"output\n");
    let runs = std::fs::read_to_string(&path).unwrap();
    assert!(runs.len() > 2, "it ran once: {runs:?}");
}
