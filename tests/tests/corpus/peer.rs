//! What the protocols of the corpus share: a peer to talk to, and what can go wrong.

use std::fmt;
use std::io::{self, Cursor};

use cancel_safe::testing::Trickle;

/// What can go wrong with a connection.
#[derive(Debug)]
pub enum ProtocolError {
    Io(io::Error),
    TooLong(usize),
    BadHeader(String),
    Closed,
}

impl From<io::Error> for ProtocolError {
    fn from(error: io::Error) -> Self {
        ProtocolError::Io(error)
    }
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for ProtocolError {}

/// A stream that answers with `input`, and keeps what is written.
pub type Peer = Trickle<tokio::io::Join<Cursor<Vec<u8>>, Vec<u8>>>;

pub fn peer(input: impl AsRef<[u8]>) -> Peer {
    Trickle::new(tokio::io::join(Cursor::new(input.as_ref().to_vec()), Vec::new()))
}

pub fn written(peer: &Peer) -> String {
    peer.get_ref().writer().escape_ascii().to_string()
}
