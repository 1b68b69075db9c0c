//! A select loop in which the annotated call loses 99 of 100 rounds.

use std::hint::black_box;
use std::pin::pin;
use std::time::Instant;

use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};

use crate::Bench;
use crate::measure::{Way, interleaved};
use crate::poll::next_turn;
use crate::table::{Row, Target};

/// The rounds after which something happens for the call that loses.
const ROUNDS: u64 = 100;

type Data = Vec<u64>;

macro_rules! twins {
    ($safe:ident $plain:ident: ($($params:tt)*) $body:block) => {
        async fn $plain($($params)*) $body

        #[cancel_safe]
        async fn $safe($($params)*) $body
    };
}

twins! { read_send plain: (db: &mut mpsc::Receiver<Data>, channel: &mpsc::Sender<u64>) {
    while let Some(data) = db.recv().await {
        let data: Data = data;
        for item in data {
            let _ = channel.send(item).await;
        }
    }
} }

/// Where the call waits while it loses.
#[derive(Clone, Copy)]
enum Waits {
    /// For data, with nothing in its hands.
    ToRead,
    /// For room in the channel, with data in its hands.
    ToSend,
}

/// What goes in and comes out of the call.
struct World {
    feed: mpsc::Sender<Data>,
    out: mpsc::Receiver<u64>,
    waits: Waits,
    round: u64,
    received: u64,
}

fn world(waits: Waits) -> (World, mpsc::Receiver<Data>, mpsc::Sender<u64>) {
    let (feed, db) = mpsc::channel(4);
    let (channel, out) = mpsc::channel(1);
    (World { feed, out, waits, round: 0, received: 0 }, db, channel)
}

impl World {
    /// What the winner of a round does: in one of so many, something for the other.
    fn packet(&mut self) {
        self.round += 1;
        if !self.round.is_multiple_of(ROUNDS) {
            return;
        }
        self.received += u64::from(self.out.try_recv().is_ok());
        let data = match self.waits {
            Waits::ToRead => vec![1],
            Waits::ToSend => vec![1; 64],
        };
        let _ = self.feed.try_send(data);
    }
}

async fn with_safe_select(times: u64, waits: Waits) -> u64 {
    let (mut world, mut db, channel) = world(waits);
    let mut pending = Checkpoint::new();
    while world.round < times {
        safe_select! {
            biased;
            _ = read_send(&mut pending, &mut db, &channel) => {},
            _ = next_turn() => world.packet(),
        }
    }
    world.received
}

/// Keeps the future, and with it the borrow.
async fn with_pin(times: u64, waits: Waits) -> u64 {
    let (mut world, mut db, channel) = world(waits);
    let mut call = pin!(plain(&mut db, &channel));
    while world.round < times {
        tokio::select! {
            biased;
            _ = &mut call => {},
            _ = next_turn() => world.packet(),
        }
    }
    world.received
}

/// A task of its own, which says when it has sent something.
async fn with_task(times: u64, waits: Waits) -> u64 {
    let (mut world, mut db, channel) = world(waits);
    let (done, mut sent) = mpsc::channel(4);
    let task = tokio::spawn(async move {
        while let Some(data) = db.recv().await {
            for item in data {
                let _ = channel.send(item).await;
                let _ = done.send(()).await;
            }
        }
    });
    while world.round < times {
        tokio::select! {
            biased;
            _ = sent.recv() => {},
            _ = next_turn() => world.packet(),
        }
    }
    task.abort();
    world.received
}

/// The floor of what gives its borrows back: each round makes the operation anew that it waits for,
/// written by hand for this call.
async fn by_hand(times: u64, waits: Waits) -> u64 {
    let (mut world, mut db, channel) = world(waits);
    let mut items = Data::new().into_iter();
    let mut item = None;
    while world.round < times {
        tokio::select! {
            biased;
            Some(data) = db.recv(), if item.is_none() => {
                items = data.into_iter();
                item = items.next();
            }
            Ok(permit) = channel.reserve(), if item.is_some() => {
                if let Some(item) = std::mem::replace(&mut item, items.next()) {
                    permit.send(item);
                }
            }
            _ = next_turn() => world.packet(),
        }
    }
    world.received
}

fn in_runtime<'a, F: Future<Output = u64> + 'a>(
    runtime: &'a Runtime,
    run: impl Fn(u64) -> F + 'a,
) -> Way<'a> {
    Box::new(move |times| {
        let start = Instant::now();
        let received = runtime.block_on(run(times));
        assert!(received + 2 >= times / ROUNDS, "{received} in {times} rounds");
        start.elapsed()
    })
}

/// The winner of each round looks into the database as well, which the call has given back.
async fn shared_with_safe_select(times: u64) -> u64 {
    let (mut world, mut db, channel) = world(Waits::ToRead);
    let mut pending = Checkpoint::new();
    let mut seen = 0;
    while world.round < times {
        safe_select! {
            biased;
            _ = read_send(&mut pending, &mut db, &channel) => {},
            _ = next_turn() => {
                seen += black_box(&db).len() as u64;
                world.packet();
            }
        }
    }
    world.received + seen % 2
}

/// The database belongs to the task, which has to be asked.
async fn shared_with_task(times: u64) -> u64 {
    let (mut world, mut db, channel) = world(Waits::ToRead);
    let (ask, mut asked) = mpsc::channel::<oneshot::Sender<usize>>(4);
    let task = tokio::spawn(async move {
        loop {
            tokio::select! {
                Some(data) = db.recv() => {
                    for item in data {
                        let _ = channel.send(item).await;
                    }
                }
                Some(answer) = asked.recv() => {
                    let _ = answer.send(db.len());
                }
                else => break,
            }
        }
    });
    let mut seen = 0;
    while world.round < times {
        next_turn().await;
        let (answer, answered) = oneshot::channel();
        let _ = ask.send(answer).await;
        seen += answered.await.unwrap_or_default() as u64;
        world.packet();
    }
    task.abort();
    world.received + seen % 2
}

pub fn measure(bench: &mut Bench) {
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    for (waits, name) in [(Waits::ToRead, "to read"), (Waits::ToSend, "to send")] {
        let ways = vec![
            in_runtime(&runtime, move |times| with_safe_select(times, waits)),
            in_runtime(&runtime, move |times| with_pin(times, waits)),
            in_runtime(&runtime, move |times| with_task(times, waits)),
            in_runtime(&runtime, move |times| by_hand(times, waits)),
        ];
        let times = interleaved(bench.quick, ways);
        let what = format!("loop that loses 99 of 100 rounds, waiting {name}");
        let others = [
            ("`pin!` and `&mut future`", Some(1.3)),
            ("task and channel", Some(1.0)),
            ("written by hand", None),
        ];
        for (other, (against, limit)) in (1..).zip(others) {
            bench.table.row(Row {
                what: &what,
                ours: times.text(0),
                against,
                theirs: times.text(other),
                measured: times.ratio(0, other),
                unit: "x",
                target: limit.map(Target::AtMost),
            });
        }
        bench.table.row(Row {
            what: &format!("{what}, written by hand"),
            ours: times.text(3),
            against: "task and channel",
            theirs: times.text(2),
            measured: times.ratio(3, 2),
            unit: "x",
            target: None,
        });
    }
    let ways =
        vec![in_runtime(&runtime, shared_with_safe_select), in_runtime(&runtime, shared_with_task)];
    let times = interleaved(bench.quick, ways);
    bench.table.row(Row {
        what: "the same loop, where the winner uses the database too",
        ours: times.text(0),
        against: "task and channels",
        theirs: times.text(1),
        measured: times.ratio(0, 1),
        unit: "x",
        target: Some(Target::AtMost(1.0)),
    });
}
