//! `tokio::net`: readiness of the sockets that are not in `catalogue_tokio_os`, their `async_io`,
//! and what makes them.
#![cfg(unix)]

use std::io;

use crate::support::{branch, is_pending, poll, soon};
use tokio::io::Interest;
use tokio::net::{
    TcpListener, TcpSocket, TcpStream, UdpSocket, UnixDatagram, UnixListener, UnixSocket,
    UnixStream,
};

/// Dropped before and after there is something to read, a wait for it is not the last.
macro_rules! becomes_readable {
    ($receiver:ident, $send:expr, $receive:expr) => {
        for early in [true, false] {
            becomes_readable!(@ early, branch!($receiver.readable()), $send, $receive);
            becomes_readable!(
                @ early, branch!($receiver.ready(Interest::READABLE)), $send, $receive
            );
        }
    };
    (@ $early:ident, $wait:expr, $send:expr, $receive:expr) => {{
        let would_block = |error: io::Error| assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        let mut waiting = Box::pin($wait);
        while poll(waiting.as_mut()).is_ready() {
            would_block($receive.unwrap_err());
            waiting = Box::pin($wait);
        }
        match $early {
            true => {
                drop(waiting);
                $send;
            }
            false => {
                $send;
                drop(waiting);
            }
        }
        soon($wait).await.unwrap();
        while let Err(error) = $receive {
            would_block(error);
            tokio::task::yield_now().await;
        }
        would_block($receive.unwrap_err());
    }};
}

async fn udp_pair() -> (UdpSocket, UdpSocket) {
    let tx = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let rx = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    tx.connect(rx.local_addr().unwrap()).await.unwrap();
    (tx, rx)
}

async fn tcp_pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    (client, listener.accept().await.unwrap().0)
}

#[tokio::test]
async fn readiness_of_datagrams() {
    // checks tokio::net::UdpSocket: readable, ready, writable
    // checks tokio::net::UnixDatagram: readable, ready, writable
    let (tx, rx) = udp_pair().await;
    soon(tx.writable()).await.unwrap();
    becomes_readable!(rx, tx.try_send(b"x").unwrap(), rx.try_recv(&mut [0]));
    soon(branch!(tx.writable())).await.unwrap();
    let (tx, rx) = UnixDatagram::pair().unwrap();
    soon(tx.writable()).await.unwrap();
    becomes_readable!(rx, tx.try_send(b"x").unwrap(), rx.try_recv(&mut [0]));
    soon(branch!(tx.writable())).await.unwrap();
    soon(branch!(tx.ready(Interest::WRITABLE))).await.unwrap();
}

#[tokio::test]
async fn readiness_of_halves() {
    // checks tokio::net::tcp::ReadHalf: peek, readable, ready
    // checks tokio::net::tcp::WriteHalf: ready, writable
    // checks tokio::net::unix::ReadHalf: readable, ready
    // checks tokio::net::unix::WriteHalf: ready, writable
    // checks tokio::net::tcp::OwnedReadHalf: peek
    let (mut tx, mut rx) = tcp_pair().await;
    let ((mut rx, _), (_, tx)) = (rx.split(), tx.split());
    becomes_readable!(rx, tx.try_write(b"x").unwrap(), rx.try_read(&mut [0]));
    soon(branch!(tx.writable())).await.unwrap();
    soon(branch!(tx.ready(Interest::WRITABLE))).await.unwrap();
    let mut buf = [0];
    assert!(is_pending(branch!(rx.peek(&mut buf))));
    tx.try_write(b"x").unwrap();
    assert_eq!(soon(branch!(rx.peek(&mut buf))).await.unwrap(), 1);

    let (tx, rx) = tcp_pair().await;
    let (mut rx, _tx) = rx.into_split();
    assert!(is_pending(branch!(rx.peek(&mut buf))));
    tx.try_write(b"x").unwrap();
    assert_eq!(soon(branch!(rx.peek(&mut buf))).await.unwrap(), 1);

    let (mut tx, mut rx) = UnixStream::pair().unwrap();
    let ((rx, _), (_, tx)) = (rx.split(), tx.split());
    becomes_readable!(rx, tx.try_write(b"x").unwrap(), rx.try_read(&mut [0]));
    soon(branch!(tx.writable())).await.unwrap();
    soon(branch!(tx.ready(Interest::WRITABLE))).await.unwrap();
}

/// What the closure takes from the socket is the output: there is nothing in between to lose.
#[tokio::test]
async fn async_io() {
    // checks tokio::net::TcpStream: async_io
    // checks tokio::net::UdpSocket: async_io
    // checks tokio::net::UnixDatagram: async_io
    // checks tokio::net::UnixStream: async_io
    macro_rules! once {
        ($sender:ident, $receiver:ident, $send:expr, $receive:expr) => {
            for _ in 0..2 {
                assert!(is_pending(branch!($receiver.async_io(Interest::READABLE, || $receive))));
            }
            soon($sender.writable()).await.unwrap();
            $send;
            let read = branch!($receiver.async_io(Interest::READABLE, || $receive));
            assert_eq!(soon(read).await.unwrap(), 1);
        };
    }
    let (tx, rx) = tcp_pair().await;
    once!(tx, rx, tx.try_write(b"x").unwrap(), rx.try_read(&mut [0]));
    let (tx, rx) = udp_pair().await;
    once!(tx, rx, tx.try_send(b"x").unwrap(), rx.try_recv(&mut [0]));
    let (tx, rx) = UnixStream::pair().unwrap();
    once!(tx, rx, tx.try_write(b"x").unwrap(), rx.try_read(&mut [0]));
    let (tx, rx) = UnixDatagram::pair().unwrap();
    once!(tx, rx, tx.try_send(b"x").unwrap(), rx.try_recv(&mut [0]));
}

#[tokio::test]
async fn async_fd() {
    // checks tokio::io::unix::AsyncFd: ready, ready_mut, async_io_mut
    let (tx, rx) = std::os::unix::net::UnixStream::pair().unwrap();
    rx.set_nonblocking(true).unwrap();
    #[allow(deprecated)] // `register` is not in the oldest tokio that is supported.
    let mut rx = tokio::io::unix::AsyncFd::new(rx).unwrap();
    assert!(is_pending(branch!(rx.ready(Interest::READABLE))));
    assert!(is_pending(branch!(rx.ready_mut(Interest::READABLE))));
    let read = |socket: &mut std::os::unix::net::UnixStream| io::Read::read(socket, &mut [0; 4]);
    assert!(is_pending(branch!(rx.async_io_mut(Interest::READABLE, read))));
    io::Write::write_all(&mut &tx, b"x").unwrap();
    drop(soon(branch!(rx.ready(Interest::READABLE))).await.unwrap());
    drop(soon(branch!(rx.ready_mut(Interest::READABLE))).await.unwrap());
    assert_eq!(soon(branch!(rx.async_io_mut(Interest::READABLE, read))).await.unwrap(), 1);
}

#[tokio::test]
async fn addresses() {
    // checks tokio::net: lookup_host
    // checks tokio::net::TcpListener: bind
    // checks tokio::net::UdpSocket: bind
    let _ = poll(std::pin::pin!(tokio::net::lookup_host("localhost:80")));
    assert!(soon(tokio::net::lookup_host("localhost:80")).await.unwrap().count() > 0);
    let _ = poll(std::pin::pin!(TcpListener::bind("localhost:0")));
    soon(TcpListener::bind("localhost:0")).await.unwrap();
    let _ = poll(std::pin::pin!(UdpSocket::bind("localhost:0")));
    soon(UdpSocket::bind("localhost:0")).await.unwrap();
}

/// A connection that nobody has asked for: the peer sees it, and its end.
#[tokio::test]
async fn connect_abandons_the_attempt() {
    // checks tokio::net::TcpStream: connect
    // checks tokio::net::TcpSocket: connect
    // checks tokio::net::UnixSocket: connect
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    assert!(is_pending(TcpStream::connect(address)));
    let (peer, _) = soon(listener.accept()).await.unwrap();
    soon(peer.readable()).await.unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    assert!(is_pending(socket.connect(address)));
    soon(listener.accept()).await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    let listener = UnixListener::bind(folder.path().join("socket")).unwrap();
    let socket = UnixSocket::new_stream().unwrap();
    let _ = poll(std::pin::pin!(socket.connect(folder.path().join("socket"))));
    soon(listener.accept()).await.unwrap();
}
