//! An await of what is ready: what the promise to hardly cost anything is about.

use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use cancel_safe::{CancelSafe, Checkpoint, cancel_safe};

use crate::Bench;
use crate::count::{self, Case};
use crate::measure::{interleaved, way};
use crate::poll::to_the_end;
use crate::table::{Row, Target};

/// Does nothing, and is ready.
struct Nothing;

impl Future for Nothing {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

impl CancelSafe for Nothing {}

macro_rules! twins {
    ($name:ident $plain:ident: ($($params:tt)*) -> $output:ty $body:block) => {
        async fn $plain($($params)*) -> $output $body

        #[cancel_safe]
        async fn $name($($params)*) -> $output $body
    };
}

// Three locals are saved.
twins! { safe plain: (times: &u64) -> u64 {
    let mut left: u64 = *times;
    let mut sum: u64 = 0;
    let mut last: u64 = 1;
    while left > 0 {
        Nothing.await;
        sum = black_box(sum.wrapping_add(last));
        last ^= left;
        left -= 1;
    }
    sum ^ last
} }

/// Polls as a task does, which does not know what it polls: inlined into its caller, a future that
/// never waits would be no future any more.
fn run(future: impl Future<Output = u64>) -> u64 {
    let mut future = pin!(future);
    let future: Pin<&mut dyn Future<Output = u64>> = black_box(future.as_mut());
    to_the_end(future)
}

/// Awaits in a loop within one call.
fn run_plain(times: u64) -> u64 {
    run(plain(&times))
}

pub fn run_safe(times: u64) -> u64 {
    run(safe(&mut Checkpoint::new(), &times))
}

pub fn cases() -> Vec<Case> {
    vec![
        ("ready-plain".to_owned(), Box::new(|times| _ = black_box(run_plain(times)))),
        ("ready-safe".to_owned(), Box::new(|times| _ = black_box(run_safe(times)))),
    ]
}

/// How many awaits one call has.
const AWAITS: u64 = 1000;

pub fn measure(bench: &mut Bench) {
    let what = "ready await, 3 saved locals";
    let times = interleaved(bench.quick, vec![way(|| run_safe(AWAITS)), way(|| run_plain(AWAITS))]);
    let each = |index| format!("{:.2} ns", times.ns(index) / AWAITS as f64);
    bench.table.row(Row {
        what,
        ours: each(0),
        against: "plain async fn",
        theirs: each(1),
        measured: times.difference(0, 1) / AWAITS as f64,
        unit: "ns more",
        target: Some(Target::AtMost(2.5)),
    });
    let what = "ready await, instructions";
    match (count::instructions("ready-safe"), count::instructions("ready-plain")) {
        (Ok(ours), Ok(theirs)) => bench.table.row(Row {
            what,
            ours: format!("{ours:.1}"),
            against: "plain async fn",
            theirs: format!("{theirs:.1}"),
            measured: ours - theirs,
            unit: "more",
            target: Some(Target::AtMost(12.0)),
        }),
        (Err(reason), _) | (_, Err(reason)) => bench.table.skip(what, &reason),
    }
}
