//! The seed's loop: the plain `read_send` is refused.

use cancel_safe::safe_select;
use tokio::sync::mpsc::{Receiver, Sender};

struct Database;
struct Item;

async fn read_next(_: &mut Database) -> Vec<Item> {
    Vec::new()
}

async fn read_send(db: &mut Database, channel: &mut Sender<Item>) {
    loop {
        for item in read_next(db).await {
            let _ = channel.send(item).await;
        }
    }
}

async fn barbara(mut db: Database, mut channel: Sender<Item>, mut socket: Receiver<u8>) {
    loop {
        safe_select! {
            _ = read_send(&mut db, &mut channel) => {},
            //~^ not-cancel-safe
            _ = socket.recv() => {}
        }
    }
}

fn main() {}
