//! The three ways to load and to answer packets at the same time.

mod plain;
mod spawned;

use std::fmt;

use tokio::sync::mpsc::Sender;

use crate::Error;
use crate::database::Database;
use crate::item::Item;
use crate::socket::Socket;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Plain,
    Spawned,
}

/// What went on until the last row was sent.
#[derive(Debug, Default)]
pub struct Served {
    /// Packets that were answered.
    pub packets: u32,
    /// Calls of `read_send` that were dropped before they were through.
    pub cancelled: u32,
}

impl Way {
    pub const ALL: [Way; 2] = [Way::Plain, Way::Spawned];

    /// Sends all items of the database to the channel, and answers packets meanwhile.
    pub async fn load(
        self,
        db: Database,
        channel: Sender<Item>,
        socket: &mut Socket,
    ) -> Result<Served, Error> {
        match self {
            Way::Plain => plain::load(db, channel, socket).await,
            Way::Spawned => spawned::load(db, channel, socket).await,
        }
    }

    /// The heading in two lines.
    pub fn heading(self) -> [&'static str; 2] {
        match self {
            Way::Plain => ["(a) select!", "async fn"],
            Way::Spawned => ["(c) spawned task", "and channel"],
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.heading();
        write!(f, "{first}, {second}")
    }
}
