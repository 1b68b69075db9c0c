//! `tokio::net`.

use tokio::net::{TcpListener, TcpSocket, TcpStream, UdpSocket, tcp};

use crate::catalogue::declare::catalogue;

catalogue! { ROWS "tokio 1.54" Inherent:
    "tokio::net::TcpListener" [] TcpListener: accept => safe;
    "tokio::net::TcpStream" [] TcpStream: ready, readable, writable, peek, async_io => safe;
    "tokio::net::TcpSocket" [] TcpSocket: connect => loses(
        "`TcpSocket::connect` is not cancel-safe: if another branch wins, the attempt is \
         abandoned, and the socket lost",
        "hold the future outside and await `&mut connecting`; where a new attempt will do, \
         `abandon(..)`"
    );
    "tokio::net::UdpSocket" [] UdpSocket:
        ready, readable, writable, connect, send, send_to, recv, recv_from, recv_buf,
        recv_buf_from, peek, peek_from, peek_sender, async_io => safe;
    "tokio::net::tcp::OwnedReadHalf" [] tcp::OwnedReadHalf: ready, readable, peek => safe;
    "tokio::net::tcp::OwnedWriteHalf" [] tcp::OwnedWriteHalf: ready, writable => safe;
    "tokio::net::tcp::ReadHalf" [] tcp::ReadHalf<'_>: ready, readable, peek => safe;
    "tokio::net::tcp::WriteHalf" [] tcp::WriteHalf<'_>: ready, writable => safe;
}

#[cfg(unix)]
pub(super) mod unix {
    use std::os::fd::AsRawFd;

    use tokio::io::unix::AsyncFd;
    use tokio::net::unix::{self, pipe};
    use tokio::net::{UnixDatagram, UnixListener, UnixSocket, UnixStream};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "tokio 1.54" Inherent:
        "tokio::net::UnixListener" [] UnixListener: accept => safe;
        "tokio::net::UnixStream" [] UnixStream: ready, readable, writable, async_io => safe;
        "tokio::net::UnixSocket" [] UnixSocket: connect => loses(
            "`UnixSocket::connect` is not cancel-safe: if another branch wins, the attempt is \
             abandoned, and the socket lost",
            "hold the future outside and await `&mut connecting`; where a new attempt will do, \
             `abandon(..)`"
        );
        "tokio::net::UnixDatagram" [] UnixDatagram:
            ready, readable, writable, send, send_to, recv, recv_from, recv_buf, recv_buf_from,
            async_io => safe;
        "tokio::net::unix::OwnedReadHalf" [] unix::OwnedReadHalf: ready, readable => safe;
        "tokio::net::unix::OwnedWriteHalf" [] unix::OwnedWriteHalf: ready, writable => safe;
        "tokio::net::unix::ReadHalf" [] unix::ReadHalf<'_>: ready, readable => safe;
        "tokio::net::unix::WriteHalf" [] unix::WriteHalf<'_>: ready, writable => safe;
        "tokio::net::unix::pipe::Receiver" [] pipe::Receiver: ready, readable => safe;
        "tokio::net::unix::pipe::Sender" [] pipe::Sender: ready, writable => safe;
        "tokio::io::unix::AsyncFd" [T: AsRawFd] AsyncFd<T>:
            ready, ready_mut, readable, readable_mut, writable, writable_mut, async_io,
            async_io_mut => safe;
    }
}

#[cfg(windows)]
pub(super) mod windows {
    use tokio::net::windows::named_pipe::{NamedPipeClient, NamedPipeServer};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "tokio 1.54" Inherent:
        "tokio::net::windows::named_pipe::NamedPipeClient" [] NamedPipeClient:
            ready, readable, writable, async_io => safe;
        "tokio::net::windows::named_pipe::NamedPipeServer" [] NamedPipeServer:
            connect, ready, readable, writable, async_io => safe;
    }
}
