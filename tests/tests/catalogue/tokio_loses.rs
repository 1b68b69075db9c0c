//! The rows of tokio that are refused: the plain operation does lose what its words say.

use std::sync::Arc;
use std::time::Duration;

use crate::support::{is_pending, poll, soon};
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
    // checks tokio::sync::Mutex: lock, lock_owned
    // checks tokio::sync::RwLock: read, read_owned, write, write_owned
    // checks tokio::sync::Semaphore: acquire, acquire_many, acquire_owned, acquire_many_owned
    // checks tokio::sync::mpsc::Sender: reserve, reserve_many
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
    // checks tokio::sync::mpsc::Sender: reserve_owned
    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send(()).unwrap();
    assert!(is_pending(tx.reserve_owned()));
    rx.try_recv().unwrap();
    assert_eq!(soon(rx.recv()).await, None);
}

#[tokio::test]
async fn send_timeout_loses_the_message() {
    // checks tokio::sync::mpsc::Sender: send_timeout
    let (tx, mut rx) = mpsc::channel(1);
    tx.try_send(1).unwrap();
    assert!(is_pending(tx.send_timeout(2, Duration::from_secs(60))));
    rx.try_recv().unwrap();
    assert!(rx.try_recv().is_err());
}

#[test]
fn notified_misses_notify_waiters() {
    // checks tokio::sync::Notify: notified, notified_owned
    // checks tokio::sync::futures::Notified: (await) Notified
    // checks tokio::sync::futures::OwnedNotified: (await) OwnedNotified
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
    // checks tokio::sync::Barrier: wait
    let barrier = Barrier::new(2);
    assert!(is_pending(barrier.wait()));
    assert!(!is_pending(barrier.wait()), "one alone went through");
}

#[test]
fn once_cell_initialises_twice() {
    // checks tokio::sync::OnceCell: get_or_init, get_or_try_init
    let cell = OnceCell::new();
    let effects = std::cell::Cell::new(0);
    for _ in 0..2 {
        assert!(is_pending(cell.get_or_init(|| async {
            effects.set(effects.get() + 1);
            std::future::pending::<()>().await;
        })));
    }
    for _ in 0..2 {
        assert!(is_pending(cell.get_or_try_init(|| async {
            effects.set(effects.get() + 1);
            std::future::pending::<Result<(), ()>>().await
        })));
    }
    assert_eq!(effects.get(), 4);
}

#[test]
fn oneshot_receiver_loses_the_message() {
    // checks tokio::sync::oneshot::Receiver: (await) Receiver
    let (tx, rx) = oneshot::channel();
    assert!(is_pending(rx));
    assert_eq!(tx.send(1), Err(1));
}

#[tokio::test]
async fn join_handle_loses_the_output_and_the_task_goes_on() {
    // checks tokio::task::JoinHandle: (await) JoinHandle
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
    // checks tokio::task::JoinSet: join_all
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
    // checks tokio::task::LocalSet: (await) LocalSet
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
    // checks tokio::io::AsyncSeekExt: seek, stream_position
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
    // To ask for the position starts a seek of no distance.
    assert!(is_pending(file.stream_position()));
    assert_eq!(futures::FutureExt::now_or_never(file.stream_position()).map(Result::ok), None);
    assert_eq!(file.position, 20);
}

/// A rewind that is dropped has begun all the same.
#[tokio::test]
async fn rewind_goes_on() {
    // checks tokio::io::AsyncSeekExt: rewind
    use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, "text").unwrap();
    let mut file = tokio::fs::File::open(&path).await.unwrap();
    assert_eq!(soon(file.read(&mut [0; 2])).await.unwrap(), 2);
    let _ = poll(std::pin::pin!(file.rewind()));
    let mut rest = String::new();
    soon(file.read_to_string(&mut rest)).await.unwrap();
    assert_eq!(rest, "text");
}

#[tokio::test]
async fn run_until_drops_the_future() {
    // checks tokio::task::LocalSet: run_until
    let (tx, mut rx) = mpsc::channel::<()>(1);
    let set = LocalSet::new();
    assert!(is_pending(set.run_until(async move {
        let _tx = tx;
        std::future::pending::<()>().await;
    })));
    assert_eq!(soon(rx.recv()).await, None);
}

#[cfg(unix)]
#[tokio::test]
async fn child_output_is_lost() {
    // checks tokio::process::Command: output, status
    // checks tokio::process::Child: wait_with_output
    use tokio::process::Command;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("count");
    let script = format!("echo x >> {}; sleep 0.05; echo output", path.display());
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    assert!(is_pending(command.output()));
    assert!(is_pending(command.status()));
    command.stdout(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    assert!(is_pending(child.wait_with_output()));
    let output = soon(command.output()).await.unwrap();
    assert_eq!(output.stdout, b"output\n");
    let runs = std::fs::read_to_string(&path).unwrap();
    assert!(runs.len() > 2, "it ran once: {runs:?}");
}
