//! The rows of `tokio::net`, `tokio::signal`, `tokio::process` and `tokio::fs` that are safe.
#![cfg(unix)]

use std::io;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{branch, is_pending, loses_nothing, poll, soon};
use tokio::io::Interest;
use tokio::net::{TcpListener, TcpStream, UdpSocket, UnixDatagram, UnixListener, UnixStream};

async fn tcp_pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    (client, listener.accept().await.unwrap().0)
}

#[tokio::test]
async fn accept() {
    // checks tokio::net::TcpListener: accept
    // checks tokio::net::UnixListener: accept
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    loses_nothing!(listener.accept(), std::net::TcpStream::connect(address).unwrap() => Ok(_));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let listener = UnixListener::bind(&path).unwrap();
    loses_nothing!(
        listener.accept(), std::os::unix::net::UnixStream::connect(&path).unwrap() => Ok(_)
    );
}

/// What is there to be read is still there when the wait for it was dropped.
#[tokio::test]
async fn readiness() {
    // checks tokio::net::TcpStream: readable, ready, writable
    // checks tokio::net::tcp::OwnedReadHalf: readable, ready
    // checks tokio::net::tcp::OwnedWriteHalf: ready, writable
    // checks tokio::net::UnixStream: readable, ready, writable
    // checks tokio::net::unix::OwnedReadHalf: readable, ready
    // checks tokio::net::unix::OwnedWriteHalf: ready, writable
    // checks tokio::net::unix::pipe::Receiver: readable, ready
    // checks tokio::net::unix::pipe::Sender: ready, writable
    macro_rules! becomes_readable {
        ($receiver:ident, $sender:ident) => {
            soon($sender.writable()).await.unwrap();
            for early in [true, false] {
                macro_rules! check {
                    ($wait:expr) => {{
                        // The reactor may say so without a reason, until the socket is tried.
                        let mut waiting = Box::pin($wait);
                        while poll(waiting.as_mut()).is_ready() {
                            let error = $receiver.try_read(&mut [0]).unwrap_err();
                            assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
                            waiting = Box::pin($wait);
                        }
                        if early {
                            drop(waiting);
                            $sender.try_write(b"x").unwrap();
                        } else {
                            $sender.try_write(b"x").unwrap();
                            drop(waiting);
                        }
                        soon($wait).await.unwrap();
                        let mut buf = [0];
                        // The reactor may say so before the byte is there.
                        while let Err(error) = $receiver.try_read(&mut buf) {
                            assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
                            tokio::task::yield_now().await;
                        }
                        let error = $receiver.try_read(&mut buf).unwrap_err();
                        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
                    }};
                }
                check!(branch!($receiver.readable()));
                check!(branch!($receiver.ready(Interest::READABLE)));
            }
            soon(branch!($sender.writable())).await.unwrap();
            soon(branch!($sender.ready(Interest::WRITABLE))).await.unwrap();
        };
    }
    let (tx, rx) = tcp_pair().await;
    becomes_readable!(rx, tx);
    let ((rx, _rx), (_tx, tx)) = (rx.into_split(), tx.into_split());
    becomes_readable!(rx, tx);

    let (tx, rx) = UnixStream::pair().unwrap();
    becomes_readable!(rx, tx);
    let ((rx, _rx), (_tx, tx)) = (rx.into_split(), tx.into_split());
    becomes_readable!(rx, tx);

    let (tx, rx) = tokio::net::unix::pipe::pipe().unwrap();
    becomes_readable!(rx, tx);
}

#[tokio::test]
async fn tcp_peek() {
    // checks tokio::net::TcpStream: peek
    let (tx, rx) = tcp_pair().await;
    let mut buf = [0];
    assert!(is_pending(branch!(rx.peek(&mut buf))));
    tx.try_write(b"x").unwrap();
    soon(branch!(rx.peek(&mut buf))).await.unwrap();
    soon(rx.readable()).await.unwrap();
    assert_eq!(rx.try_read(&mut buf).unwrap(), 1);
}

#[tokio::test]
async fn udp() {
    // checks tokio::net::UdpSocket: connect, peek, peek_from, peek_sender, recv, recv_buf
    // checks tokio::net::UdpSocket: recv_buf_from, recv_from, send, send_to
    let rx = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let tx = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    soon(branch!(tx.connect(rx.local_addr().unwrap()))).await.unwrap();
    soon(branch!(rx.connect(tx.local_addr().unwrap()))).await.unwrap();
    soon(tx.writable()).await.unwrap();
    let send = || tx.try_send(b"x").unwrap();
    let (mut buf, mut vec) = ([0; 4], Vec::new());
    loses_nothing!(rx.recv(&mut buf), send() => Ok(1));
    loses_nothing!(rx.recv_from(&mut buf), send() => Ok((1, _)));
    loses_nothing!(rx.recv_buf(&mut vec), send() => Ok(1));
    loses_nothing!(rx.recv_buf_from(&mut vec), send() => Ok((1, _)));
    assert_eq!(vec, b"xxxx");
    assert!(is_pending(branch!(rx.peek(&mut buf))));
    send();
    soon(branch!(rx.peek(&mut buf))).await.unwrap();
    soon(branch!(rx.peek_from(&mut buf))).await.unwrap();
    soon(branch!(rx.peek_sender())).await.unwrap();
    soon(branch!(rx.recv(&mut buf))).await.unwrap();
    soon(branch!(tx.send(b"y"))).await.unwrap();
    soon(branch!(tx.send_to(b"y", rx.local_addr().unwrap()))).await.unwrap();
}

#[tokio::test]
async fn unix_datagram() {
    // checks tokio::net::UnixDatagram: recv, recv_buf, recv_buf_from, recv_from, send, send_to
    let (tx, rx) = UnixDatagram::pair().unwrap();
    soon(tx.writable()).await.unwrap();
    let send = || tx.try_send(b"x").unwrap();
    let (mut buf, mut vec) = ([0; 4], Vec::new());
    loses_nothing!(rx.recv(&mut buf), send() => Ok(1));
    loses_nothing!(rx.recv_from(&mut buf), send() => Ok((1, _)));
    loses_nothing!(rx.recv_buf(&mut vec), send() => Ok(1));
    loses_nothing!(rx.recv_buf_from(&mut vec), send() => Ok((1, _)));
    soon(branch!(tx.send(b"y"))).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let (rx, tx) = (UnixDatagram::bind(&path).unwrap(), UnixDatagram::unbound().unwrap());
    soon(branch!(tx.send_to(b"y", &path))).await.unwrap();
    assert_eq!(soon(rx.recv(&mut buf)).await.unwrap(), 1);
}

#[tokio::test]
async fn async_fd() {
    // checks tokio::io::unix::AsyncFd: readable, readable_mut, writable, writable_mut, async_io
    let (tx, rx) = std::os::unix::net::UnixStream::pair().unwrap();
    rx.set_nonblocking(true).unwrap();
    #[allow(deprecated)] // `register` is not in the oldest tokio that is supported.
    let mut rx = tokio::io::unix::AsyncFd::new(rx).unwrap();
    assert!(is_pending(branch!(rx.readable())));
    assert!(is_pending(branch!(rx.readable_mut())));
    io::Write::write_all(&mut &tx, b"x").unwrap();
    drop(soon(branch!(rx.readable())).await.unwrap());
    drop(soon(branch!(rx.readable_mut())).await.unwrap());
    drop(soon(branch!(rx.writable())).await.unwrap());
    drop(soon(branch!(rx.writable_mut())).await.unwrap());
    let read =
        soon(branch!(rx.async_io(Interest::READABLE, |mut socket| {
            io::Read::read(&mut socket, &mut [0; 4])
        })));
    assert_eq!(read.await.unwrap(), 1);
}

#[tokio::test]
async fn signal() {
    // checks tokio::signal::unix::Signal: recv
    use tokio::signal::unix::{SignalKind, signal};

    let mut signals = signal(SignalKind::user_defined1()).unwrap();
    let send = || {
        let id = std::process::id().to_string();
        std::process::Command::new("kill").args(["-USR1", &id]).status().unwrap()
    };
    loses_nothing!(signals.recv(), send() => Some(()));
}

#[tokio::test]
async fn child() {
    // checks tokio::process::Child: wait, kill
    let mut cat = tokio::process::Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
    let stdin = cat.stdin.take();
    assert!(is_pending(branch!(cat.wait())));
    drop(stdin);
    assert!(soon(branch!(cat.wait())).await.unwrap().success());

    let mut sleep = tokio::process::Command::new("sleep").arg("60").spawn().unwrap();
    let _ = poll(std::pin::pin!(branch!(sleep.kill())));
    soon(branch!(sleep.kill())).await.unwrap();
    assert!(!soon(branch!(sleep.wait())).await.unwrap().success());
}

#[tokio::test]
async fn files() {
    // checks tokio::fs::ReadDir: next_entry
    // checks tokio::fs::DirEntry: metadata, file_type
    // checks tokio::fs::File: metadata, sync_all, sync_data, try_clone
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two", "three"] {
        std::fs::write(folder.path().join(name), name).unwrap();
    }
    let mut entries = tokio::fs::read_dir(folder.path()).await.unwrap();
    let mut names = Vec::new();
    loop {
        // Dropped whether it is ready or not: what was read ahead stays in the `ReadDir`.
        let mut waiting = Box::pin(branch!(entries.next_entry()));
        let entry = match poll(waiting.as_mut()) {
            std::task::Poll::Ready(entry) => entry.unwrap(),
            std::task::Poll::Pending => {
                tokio::time::sleep(Duration::from_millis(5)).await;
                drop(waiting);
                soon(branch!(entries.next_entry())).await.unwrap()
            }
        };
        let Some(entry) = entry else { break };
        let _ = poll(std::pin::pin!(branch!(entry.metadata())));
        assert!(soon(branch!(entry.metadata())).await.unwrap().is_file());
        assert!(soon(branch!(entry.file_type())).await.unwrap().is_file());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["one", "three", "two"]);

    let file = tokio::fs::File::open(folder.path().join("one")).await.unwrap();
    for _ in 0..2 {
        let _ = poll(std::pin::pin!(branch!(file.metadata())));
        let _ = poll(std::pin::pin!(branch!(file.sync_all())));
        let _ = poll(std::pin::pin!(branch!(file.sync_data())));
        let _ = poll(std::pin::pin!(branch!(file.try_clone())));
    }
    assert_eq!(soon(branch!(file.metadata())).await.unwrap().len(), 3);
    soon(branch!(file.sync_all())).await.unwrap();
}
