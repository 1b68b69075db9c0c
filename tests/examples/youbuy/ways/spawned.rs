//! The usual work-around: the load is a task of its own, so nobody drops it. The database and
//! the channel are gone into the task, and all that it uses has to be `'static`.

use tokio::select;
use tokio::sync::mpsc::Sender;

use super::Served;
use crate::Error;
use crate::database::{Database, read_next};
use crate::item::{Item, parse};
use crate::socket::Socket;

async fn read_send(mut db: Database, channel: Sender<Item>) -> Result<(), Error> {
    loop {
        let Some(data) = read_next(&mut db).await? else { return Ok(()) };
        let items = parse(&data);
        for item in items {
            channel.send(item).await?;
        }
    }
}

pub async fn load(
    db: Database,
    channel: Sender<Item>,
    socket: &mut Socket,
) -> Result<Served, Error> {
    let mut served = Served::default();
    let mut task = tokio::spawn(read_send(db, channel));
    loop {
        select! {
            done = &mut task => {
                done??;
                return Ok(served);
            }
            packet = socket.read_packet() => {
                socket.answer(&packet?).await?;
                served.packets += 1;
            }
        }
    }
}
