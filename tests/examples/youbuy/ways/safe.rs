//! As Barbara wrote it, with `#[cancel_safe]`.

use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::sync::mpsc::Sender;

use super::Served;
use crate::Error;
use crate::database::{Database, read_next};
use crate::item::{Item, parse};
use crate::socket::Socket;

#[cancel_safe]
async fn read_send(db: &mut Database, channel: &mut Sender<Item>) -> Result<(), Error> {
    loop {
        let Some(data) = read_next(db).await? else { return Ok(()) };
        let items = parse(&data);
        for item in items {
            channel.send(item).await?;
        }
    }
}

pub async fn load(
    mut db: Database,
    mut channel: Sender<Item>,
    socket: &mut Socket,
) -> Result<Served, Error> {
    let mut served = Served::default();
    let mut pending = Checkpoint::new();
    loop {
        safe_select! {
            done = read_send(&mut pending, &mut db, &mut channel) => {
                done?;
                return Ok(served);
            }
            packet = socket.read_packet() => {
                socket.answer(&packet?).await?;
                served.packets += 1;
                served.cancelled += 1;
            }
        }
    }
}
