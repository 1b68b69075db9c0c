//! async-io and async-net.

use super::Row;

pub(super) const LISTS: &[&[Row]] = &[
    #[cfg(feature = "async-io")]
    io::ROWS,
    #[cfg(feature = "async-io")]
    io::FUTURES,
    #[cfg(all(feature = "async-io", unix))]
    io::unix::ROWS,
    #[cfg(feature = "async-net")]
    net::ROWS,
    #[cfg(all(feature = "async-net", unix))]
    net::unix::ROWS,
];

#[cfg(feature = "async-io")]
mod io {
    use std::net::{TcpListener, TcpStream, UdpSocket};

    use async_io::{Async, Readable, ReadableOwned, Writable, WritableOwned};

    use crate::catalogue::declare::{cancel_safe, catalogue};

    cancel_safe! { FUTURES "async-io 2.6" Safe:
        "async_io::Async::readable" [T] Readable<'_, T>;
        "async_io::Async::readable_owned" [T] ReadableOwned<T>;
        "async_io::Async::writable" [T] Writable<'_, T>;
        "async_io::Async::writable_owned" [T] WritableOwned<T>;
    }

    catalogue! { ROWS "async-io 2.6" Inherent:
        "async_io::Async" [T] Async<T>: read_with, read_with_mut, write_with, write_with_mut => safe;
        "async_io::Async<TcpListener>" [] Async<TcpListener>: accept => safe;
        "async_io::Async<TcpStream>" [] Async<TcpStream>: peek => safe;
        "async_io::Async<UdpSocket>" [] Async<UdpSocket>:
            recv, recv_from, send, send_to, peek, peek_from => safe;
    }

    #[cfg(unix)]
    pub(super) mod unix {
        use std::os::unix::net::{UnixDatagram, UnixListener};

        use async_io::Async;

        use crate::catalogue::declare::catalogue;

        catalogue! { ROWS "async-io 2.6" Inherent:
            "async_io::Async<UnixListener>" [] Async<UnixListener>: accept => safe;
            "async_io::Async<UnixDatagram>" [] Async<UnixDatagram>:
                recv, recv_from, send, send_to => safe;
        }
    }
}

#[cfg(feature = "async-net")]
mod net {
    use async_net::{TcpListener, TcpStream, UdpSocket};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "async-net 2.0" Inherent:
        "async_net::TcpListener" [] TcpListener: accept => safe;
        "async_net::TcpStream" [] TcpStream: peek => safe;
        "async_net::UdpSocket" [] UdpSocket:
            connect, recv, recv_from, send, send_to, peek, peek_from => safe;
    }

    #[cfg(unix)]
    pub(super) mod unix {
        use async_net::unix::{UnixDatagram, UnixListener};

        use crate::catalogue::declare::catalogue;

        catalogue! { ROWS "async-net 2.0" Inherent:
            "async_net::unix::UnixListener" [] UnixListener: accept => safe;
            "async_net::unix::UnixDatagram" [] UnixDatagram:
                recv, recv_from, send, send_to => safe;
        }
    }
}
