//! The three ways to load and to answer packets at the same time.

mod plain;
mod safe;
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
    Safe,
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
    pub const ALL: [Way; 3] = [Way::Plain, Way::Safe, Way::Spawned];

    /// Sends all items of the database to the channel, and answers packets meanwhile.
    pub async fn load(
        self,
        db: Database,
        channel: Sender<Item>,
        socket: &mut Socket,
    ) -> Result<Served, Error> {
        match self {
            Way::Plain => plain::load(db, channel, socket).await,
            Way::Safe => safe::load(db, channel, socket).await,
            Way::Spawned => spawned::load(db, channel, socket).await,
        }
    }

    /// The heading in two lines.
    pub fn heading(self) -> [&'static str; 2] {
        match self {
            Way::Plain => ["(a) select!", "async fn"],
            Way::Safe => ["(b) safe_select!", "#[cancel_safe]"],
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

#[cfg(test)]
mod tests {
    /// `read_send` as a file has it.
    fn read_send(source: &str) -> &str {
        let start = source.find("async fn read_send").expect("the function is there");
        let length = source[start..].find("\n}\n").expect("it ends");
        &source[start..start + length]
    }

    #[test]
    fn only_the_attribute_makes_the_difference() {
        let plain = read_send(include_str!("plain.rs"));
        assert_eq!(plain, read_send(include_str!("safe.rs")));

        let readme = include_str!("../../../../README.md");
        assert!(readme.contains(plain));
        assert!(readme.contains(&format!("#[cancel_safe]\n{plain}")));
    }
}
