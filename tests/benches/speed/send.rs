//! `tx.send(item).await`.

use std::time::{Duration, Instant};

use cancel_safe::{Checkpoint, cancel_safe};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use crate::Bench;
use crate::count::{self, Case};
use crate::measure::{Way, interleaved};
use crate::table::{Row, Target};

type Item = [u64; 4];

macro_rules! twins {
    ($safe:ident $plain:ident: ($($params:tt)*) $body:block) => {
        async fn $plain($($params)*) $body

        #[cancel_safe]
        async fn $safe($($params)*) $body
    };
}

twins! { send_safe send_plain: (tx: &mpsc::Sender<Item>, times: &u64) {
    for number in 0..*times {
        let _ = tx.send([number; 4]).await;
    }
} }

/// What fits into the channel, and is sent in one go.
const FREE: usize = 1000;

/// Sends where there is room, and times only that. The room is made outside.
fn free<'a>(runtime: &'a Runtime, safe: bool) -> Way<'a> {
    Box::new(move |times| {
        let (tx, mut rx) = mpsc::channel::<Item>(FREE);
        let mut elapsed = Duration::ZERO;
        let mut left = times;
        while left > 0 {
            let now = left.min(FREE as u64);
            elapsed += runtime.block_on(async {
                let start = Instant::now();
                match safe {
                    true => send_safe(&mut Checkpoint::new(), &tx, &now).await,
                    false => send_plain(&tx, &now).await,
                }
                start.elapsed()
            });
            while rx.try_recv().is_ok() {}
            left -= now;
        }
        elapsed
    })
}

/// Sends to a receiver that runs in turn, as fast as it takes.
fn live<'a>(runtime: &'a Runtime, safe: bool) -> Way<'a> {
    Box::new(move |times| {
        let (tx, mut rx) = mpsc::channel::<Item>(64);
        runtime.block_on(async {
            let start = Instant::now();
            let receiver = tokio::spawn(async move {
                let mut count = 0_u64;
                while rx.recv().await.is_some() {
                    count += 1;
                }
                count
            });
            match safe {
                true => send_safe(&mut Checkpoint::new(), &tx, &times).await,
                false => send_plain(&tx, &times).await,
            }
            drop(tx);
            assert_eq!(receiver.await.ok(), Some(times));
            start.elapsed()
        })
    })
}

/// How often a task that sends lets others run: as often as with tokio's own.
fn turns(runtime: &Runtime, safe: bool) -> u64 {
    let (tx, _rx) = mpsc::channel::<Item>(FREE);
    runtime.block_on(async {
        let mut turns = 0;
        let count = async {
            loop {
                turns += 1;
                tokio::task::yield_now().await;
            }
        };
        let times = FREE as u64;
        let send = async {
            match safe {
                true => send_safe(&mut Checkpoint::new(), &tx, &times).await,
                false => send_plain(&tx, &times).await,
            }
        };
        tokio::select! { biased; () = send => {} () = count => {} }
        turns
    })
}

fn runtime() -> Runtime {
    Builder::new_current_thread().build().expect("a runtime")
}

pub fn cases() -> Vec<Case> {
    vec![
        ("send-free-safe".to_owned(), Box::new(|times| _ = free(&runtime(), true)(times))),
        ("send-free-plain".to_owned(), Box::new(|times| _ = free(&runtime(), false)(times))),
        ("send-live-safe".to_owned(), Box::new(|times| _ = live(&runtime(), true)(times))),
        ("send-live-plain".to_owned(), Box::new(|times| _ = live(&runtime(), false)(times))),
    ]
}

pub fn measure(bench: &mut Bench) {
    let runtime = runtime();
    let target = Some(Target::AtMost(0.8));
    let against = "tokio's, in a plain async fn";
    let runs = [
        ("send, capacity free", "free", [free(&runtime, true), free(&runtime, false)]),
        ("send, capacity 64, live receiver", "live", [live(&runtime, true), live(&runtime, false)]),
    ];
    for (what, case, ways) in runs {
        let times = interleaved(bench.quick, Vec::from(ways));
        let (ours, theirs) = (times.text(0), times.text(1));
        let measured = times.ratio(0, 1);
        bench.table.row(Row { what, ours, against, theirs, measured, unit: "x", target });
        let cases = [format!("send-{case}-safe"), format!("send-{case}-plain")];
        count::compared(bench, &format!("{what}, instructions"), against, cases);
    }
    let (ours, theirs) = (turns(&runtime, true), turns(&runtime, false));
    bench.table.row(Row {
        what: "send, turns that others get while 1000 items are sent",
        ours: ours.to_string(),
        against,
        theirs: theirs.to_string(),
        measured: ours as f64 / theirs as f64,
        unit: "x",
        target: Some(Target::AtLeast(1.0)),
    });
}
