//! quinn.

use quinn::{
    Accept, AcceptBi, AcceptUni, Connecting, Connection, Endpoint, OpenBi, OpenUni, ReadDatagram,
    RecvStream, SendDatagram, SendStream,
};

use super::Row;
use super::declare::{cancel_safe, catalogue};

pub(super) const LISTS: &[&[Row]] = &[ROWS, FUTURES, LOSERS];

cancel_safe! { FUTURES "quinn 0.11" Safe:
    "quinn::Endpoint::accept" [] Accept<'_>;
    "quinn::Connection::accept_bi" [] AcceptBi<'_>;
    "quinn::Connection::accept_uni" [] AcceptUni<'_>;
    "quinn::Connection::open_bi" [] OpenBi<'_>;
    "quinn::Connection::open_uni" [] OpenUni<'_>;
    "quinn::Connection::read_datagram" [] ReadDatagram<'_>;
}

catalogue! { ROWS "quinn 0.11" Inherent:
    "quinn::Connection" [] Connection: closed => safe;
    "quinn::Endpoint" [] Endpoint: wait_idle => safe;
    "quinn::RecvStream" [] RecvStream: read, read_chunk, read_chunks, received_reset => safe;
    "quinn::RecvStream" [] RecvStream: read_exact => loses(
        "`quinn::RecvStream::read_exact` is not cancel-safe: if another branch wins, nobody \
         knows how many bytes have been read into the buffer",
        "use `read` in a loop, with a count outside"
    );
    "quinn::RecvStream" [] RecvStream: read_to_end => loses(
        "`quinn::RecvStream::read_to_end` is not cancel-safe: if another branch wins, all that \
         has been read is lost",
        "use `read_chunk` in a loop, with a buffer outside"
    );
    "quinn::SendStream" [] SendStream: write, write_chunks, stopped => safe;
    "quinn::SendStream" [] SendStream: write_all => loses(
        "`quinn::SendStream::write_all` is not cancel-safe: if another branch wins, a part may \
         have been written, and the next call starts over",
        "use `write` in a loop, with a count outside"
    );
    "quinn::SendStream" [] SendStream: write_chunk => loses(
        "`quinn::SendStream::write_chunk` is not cancel-safe: if another branch wins, a part \
         may have been written, and the next call starts over",
        "use `write_chunks`, which takes off its argument what has been written"
    );
    "quinn::SendStream" [] SendStream: write_all_chunks => loses(
        "`quinn::SendStream::write_all_chunks` is not cancel-safe: if another branch wins, \
         nobody knows how many chunks have been written",
        "use `write_chunks`, which takes off its argument what has been written"
    );
}

catalogue! { LOSERS "quinn 0.11" Foreign:
    "quinn::Connection::send_datagram_wait" [] SendDatagram<'_>: await => loses(
        "`quinn::Connection::send_datagram_wait` is not cancel-safe: the datagram is lost if \
         another branch wins",
        "use `send_datagram`, or pass a clone and hold the future outside"
    );
    "quinn::Connecting" [] Connecting: await => loses(
        "a `Connecting` that is awaited by value is not cancel-safe: if another branch wins, \
         the handshake is abandoned",
        "keep it outside, and await `&mut connecting`; where that is meant, `abandon(..)`"
    );
}
