//! The seed's function, as it stands in the story, under every schedule of cancels over its first
//! twelve suspensions: what the plain function does, run to the end, in the same order.

use std::collections::VecDeque;

use cancel_safe::testing::{Check, Log, yield_now};
use cancel_safe::{Checkpoint, assume_cancel_safe, cancel_safe};
use tokio::sync::mpsc;

struct Database {
    rows: VecDeque<&'static str>,
}

struct Data(&'static str);

#[derive(Debug)]
struct Item(String);

fn parse(data: &Data) -> Vec<Item> {
    data.0.split(' ').map(|item| Item(item.to_owned())).collect()
}

/// Takes a moment, then a row. Dropped before, it has taken nothing.
async fn fetch(db: &mut Database) -> Option<Data> {
    yield_now().await;
    db.rows.pop_front().map(Data)
}

#[cancel_safe(stateless)]
async fn read_next(db: &mut Database) -> Option<Data> {
    assume_cancel_safe(fetch(db)).await
}

/// The same body, once plain and once annotated.
macro_rules! read_send {
    ($(#[$attr:meta])* $name:ident) => {
        $(#[$attr])*
        async fn $name(
            db: &mut Database,
            channel: &mut mpsc::Sender<Item>,
        ) -> Result<(), mpsc::error::SendError<Item>> {
            loop {
                let Some(data) = read_next(db).await else { return Ok(()) };
                let items = parse(&data);
                for item in items {
                    channel.send(item).await?;
                }
            }
        }
    };
}

read_send!(plain);
read_send!(
    #[cancel_safe]
    annotated
);

struct Load<C> {
    pending: C,
    db: Database,
    channel: mpsc::Sender<Item>,
}

/// A database of twelve items, and a receiver that takes one each time it is looked at.
fn load<C>(pending: C, log: &Log) -> (Load<C>, Receiver) {
    let (channel, receiver) = mpsc::channel(1);
    let db = Database { rows: VecDeque::from(["a b c", "d", "e f g h", "i j", "k l"]) };
    (Load { pending, db, channel }, Receiver { receiver, log: log.clone() })
}

struct Receiver {
    receiver: mpsc::Receiver<Item>,
    log: Log,
}

impl Receiver {
    fn take(&mut self) {
        if let Ok(Item(item)) = self.receiver.try_recv() {
            self.log.record(item);
        }
    }
}

/// Lets the receiver take an item whenever the call waits: so `send` does wait, and not for ever.
async fn beside(receiver: &mut Receiver, call: impl Future<Output = bool>) -> bool {
    let mut call = std::pin::pin!(call);
    let done = std::future::poll_fn(|cx| {
        let poll = call.as_mut().poll(cx);
        receiver.take();
        poll
    });
    let done = done.await;
    while !receiver.receiver.is_empty() {
        receiver.take();
    }
    done
}

#[test]
fn nothing_lost_nothing_twice() {
    let report = Check::new().exhaustive(12).run_against(
        |log| load(Checkpoint::new(), &log),
        async |(load, receiver)| {
            beside(receiver, async { plain(&mut load.db, &mut load.channel).await.is_ok() }).await
        },
        async |(load, receiver)| {
            let call = annotated(&mut load.pending, &mut load.db, &mut load.channel);
            beside(receiver, async { call.await.is_ok() }).await
        },
    );
    assert!(report.schedules >= 1 << 12, "{report:?}");
}

/// The standard is not empty: the plain function does not meet it.
#[test]
#[should_panic = "not cancel-safe"]
fn the_plain_function_loses_items() {
    Check::new().run(
        |log| load((), &log),
        async |(load, receiver)| {
            beside(receiver, async { plain(&mut load.db, &mut load.channel).await.is_ok() }).await
        },
    );
}
