//! The rows of crates that have few of them.

use std::sync::Arc;
use std::time::Duration;

use crate::support::{branch, is_pending, loses_nothing, poll, remake, resume, soon};
use cancel_safe::{CancelSafe, Progress};

fn is_cancel_safe(_: &impl CancelSafe) {}

#[tokio::test]
async fn async_broadcast() {
    let (tx, mut rx) = async_broadcast::broadcast(2);
    loses_nothing!(rx.recv(), tx.try_broadcast(1).unwrap() => Ok(1));
    loses_nothing!(rx.recv_direct(), tx.try_broadcast(1).unwrap() => Ok(1));
    tx.try_broadcast(1).unwrap();
    tx.try_broadcast(2).unwrap();
    assert!(is_pending(tx.broadcast(3)));
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(1), Ok(2)]);
    assert!(rx.try_recv().is_err());
}

#[tokio::test]
async fn async_io() {
    use async_io::{Async, Timer};
    use std::net::UdpSocket;

    let rx = Async::<UdpSocket>::bind(([127, 0, 0, 1], 0)).unwrap();
    let tx = UdpSocket::bind("127.0.0.1:0").unwrap();
    tx.connect(rx.get_ref().local_addr().unwrap()).unwrap();
    let send = || tx.send(b"x").unwrap();
    let mut buf = [0; 4];
    loses_nothing!(rx.recv(&mut buf), send() => Ok(1));
    loses_nothing!(rx.recv_from(&mut buf), send() => Ok((1, _)));
    loses_nothing!(rx.read_with(|socket| socket.recv(&mut [0; 4])), send() => Ok(1));
    is_cancel_safe(&rx.readable());
    assert!(is_pending(rx.readable()));
    send();
    soon(rx.readable()).await.unwrap();
    soon(branch!(rx.peek(&mut buf))).await.unwrap();

    is_cancel_safe(&Timer::never());
    // Kept, it keeps its deadline in an annotated function too: else it would never end.
    let mut timer = Timer::after(Duration::from_millis(20));
    soon(async {
        let wait = Duration::from_millis(5);
        loop {
            let call = async { remake!(&mut timer, &mut Progress::None) };
            if tokio::time::timeout(wait, call).await.is_ok() {
                break;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn async_net() {
    let listener = async_net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    loses_nothing!(listener.accept(), std::net::TcpStream::connect(address).unwrap() => Ok(_));
}

#[test]
fn async_lock_gives_up_its_place() {
    use async_lock::{Barrier, Mutex, OnceCell, RwLock, Semaphore};

    let mutex = Mutex::new(());
    let guard = mutex.try_lock();
    assert!(is_pending(mutex.lock()));
    drop(guard);
    assert!(!is_pending(mutex.lock()));

    let semaphore = Semaphore::new(0);
    let mut first = Box::pin(semaphore.acquire());
    assert!(poll(first.as_mut()).is_pending());
    let mut second = Box::pin(semaphore.acquire());
    assert!(poll(second.as_mut()).is_pending());
    drop(first);
    let mut first = Box::pin(semaphore.acquire());
    assert!(poll(first.as_mut()).is_pending());
    semaphore.add_permits(1);
    assert!(poll(second.as_mut()).is_ready(), "the place was kept");

    let barrier = Barrier::new(2);
    assert!(is_pending(barrier.wait()));
    assert!(!is_pending(barrier.wait()), "one alone went through");

    let lock = RwLock::new(());
    let reader = lock.try_read();
    let upgradable = lock.try_upgradable_read().unwrap();
    assert!(is_pending(async_lock::RwLockUpgradableReadGuard::upgrade(upgradable)));
    drop(reader);
    assert!(lock.try_upgradable_read().is_some(), "the guard was given back");

    let cell = OnceCell::<u8>::new();
    assert!(is_pending(branch!(cell.wait())));
    cell.set_blocking(1).unwrap();
    assert!(!is_pending(branch!(cell.wait())));
}

#[tokio::test]
async fn embassy() {
    use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex as Raw;
    use embassy_sync::channel::Channel;
    use embassy_sync::signal::Signal;

    let channel = Channel::<Raw, u8, 1>::new();
    loses_nothing!(channel.receive(), channel.try_send(1).unwrap() => 1);
    channel.try_send(1).unwrap();
    let (mut item, mut progress) = (Some(2), Progress::None);
    for _ in 0..3 {
        assert!(is_pending(async { resume!(channel.send(slot item), &mut progress) }));
        assert_eq!(item, Some(2));
    }
    assert_eq!(channel.try_receive(), Ok(1));
    assert!(!is_pending(async { resume!(channel.send(slot item), &mut progress) }));
    assert_eq!((item, channel.try_receive()), (None, Ok(2)));
    let sender = channel.dyn_sender();
    assert!(!is_pending(async { resume!(sender.send(by 3), &mut progress) }));
    assert_eq!(channel.try_receive(), Ok(3));
    channel.try_send(1).unwrap();
    assert!(is_pending(channel.send(2)), "the plain operation");
    assert_eq!([channel.try_receive().ok(), channel.try_receive().ok()], [Some(1), None]);

    let signal = Signal::<Raw, u8>::new();
    loses_nothing!(signal.wait(), signal.signal(1) => 1);
}

#[tokio::test]
async fn postage() {
    use postage::sink::Sink as _;
    use postage::stream::Stream as _;

    let (mut tx, mut rx) = postage::mpsc::channel(1);
    loses_nothing!(rx.recv(), tx.try_send(1).unwrap() => Some(1));
    while tx.try_send(0).is_ok() {}
    let (mut item, mut progress) = (Some(7), Progress::None);
    for _ in 0..3 {
        assert!(is_pending(async { resume!(tx.send(slot item), &mut progress) }));
        assert_eq!(item, Some(7));
    }
    while rx.try_recv().is_ok() {}
    assert!(!is_pending(async { resume!(tx.send(slot item), &mut progress) }));
    assert_eq!((item, rx.try_recv().ok()), (None, Some(7)));
    while tx.try_send(0).is_ok() {}
    assert!(is_pending(tx.send(8)), "the plain operation");
    assert!(std::iter::from_fn(|| rx.try_recv().ok()).all(|item| item == 0));
}

#[tokio::test]
async fn kanal_loses_what_was_put_into_the_future() {
    let (tx, rx) = kanal::bounded_async(0);
    let mut waiting = Box::pin(rx.recv());
    assert!(poll(waiting.as_mut()).is_pending());
    assert!(tx.try_send(1).unwrap());
    drop(waiting);
    assert!(rx.try_recv().unwrap().is_none());
}

#[test]
fn event_listener_misses_events() {
    let event = event_listener::Event::new();
    assert!(is_pending(event.listen()));
    event.notify(1);
    assert!(is_pending(event.listen()));
    let mut kept = event.listen();
    assert!(is_pending(&mut kept));
    event.notify(1);
    assert!(!is_pending(&mut kept));
}

#[test]
fn a_task_is_cancelled() {
    let held = Arc::new(());
    let holds = held.clone();
    let (runnable, task) = async_task::spawn(
        async move {
            let _holds = holds;
            std::future::pending::<()>().await;
        },
        |_| {},
    );
    runnable.run();
    assert!(is_pending(task));
    assert_eq!(Arc::strong_count(&held), 1);
}

#[tokio::test]
async fn oneshot() {
    let (tx, rx) = oneshot::async_channel();
    let mut rx = rx;
    assert!(is_pending(&mut rx));
    tx.send(1).unwrap();
    assert_eq!(soon(&mut rx).await, Ok(1));
    let (tx, rx) = oneshot::async_channel();
    assert!(is_pending(rx));
    assert!(tx.send(1).is_err());
}

#[test]
fn futures_lite() {
    use futures_lite::StreamExt as _;

    let (tx, mut rx) = futures::channel::mpsc::unbounded();
    is_cancel_safe(&rx.next());
    is_cancel_safe(&futures_lite::future::or(rx.next(), std::future::pending()));
    assert!(is_pending(rx.next()));
    tx.unbounded_send(1).unwrap();
    assert!(!is_pending(rx.next()));
    tx.unbounded_send(1).unwrap();
    assert!(is_pending(rx.find(|item| *item == 2)));
    assert!(is_pending(rx.next()), "the item was kept");
}
