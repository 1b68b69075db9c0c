//! A call that is cancelled and resumed, against what is done without.

use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use cancel_safe::{CancelSafe, Checkpoint, cancel_safe};
use futures::task::AtomicWaker;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::Bench;
use crate::measure::{Way, interleaved, way};
use crate::poll;
use crate::table::{Row, Target};

/// Something to wait for.
#[derive(Default)]
pub struct Gate {
    open: AtomicBool,
    waker: AtomicWaker,
}

impl Gate {
    fn pass(&self) -> Pass<'_> {
        Pass(self)
    }

    fn open(&self) {
        self.open.store(true, Ordering::Release);
        self.waker.wake();
    }
}

struct Pass<'a>(&'a Gate);

impl Future for Pass<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.waker.register(cx.waker());
        match self.0.open.load(Ordering::Acquire) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}

impl CancelSafe for Pass<'_> {}

type Block = [u64; 4];

fn block(seed: u64) -> Block {
    black_box([seed; 4])
}

async fn plain(gate: &Gate, seed: &u64) -> u64 {
    let count: u64 = black_box(*seed);
    let first: Block = block(count);
    let second: Option<u32> = black_box(Some(7));
    gate.pass().await;
    count + first[0] + u64::from(second.unwrap_or_default())
}

#[cancel_safe]
async fn typed(gate: &Gate, seed: &u64) -> u64 {
    let count: u64 = black_box(*seed);
    let first: Block = block(count);
    let second: Option<u32> = black_box(Some(7));
    gate.pass().await;
    count + first[0] + u64::from(second.unwrap_or_default())
}

#[cancel_safe]
async fn boxed(gate: &Gate, seed: &u64) -> u64 {
    let count = black_box(*seed);
    let first = block(count);
    let second = black_box(Some(7_u32));
    gate.pass().await;
    count + first[0] + u64::from(second.unwrap_or_default())
}

const SLOTS: f64 = 3.0;

/// Once more: made, polled and dropped.
fn call<F: Future<Output = u64>>(future: F) {
    assert!(poll::once(pin!(future)).is_pending());
}

/// A round: resumed, and cancelled again.
pub fn typed_rounds() -> impl FnMut() {
    let (gate, mut pending) = (Gate::default(), Checkpoint::new());
    move || call(typed(&mut pending, &gate, &5))
}

/// The same, with slots that are boxed.
pub fn boxed_rounds() -> impl FnMut() {
    let (gate, mut pending) = (Gate::default(), Checkpoint::new());
    move || call(boxed(&mut pending, &gate, &5))
}

fn plain_rounds() -> impl FnMut() {
    let gate = Gate::default();
    move || call(plain(&gate, &5))
}

/// A call that is cancelled once and then completes, in a task of a runtime.
async fn operation_in_place(seed: &u64) -> u64 {
    let gate = Gate::default();
    let mut pending = Checkpoint::new();
    {
        let mut cancelled = pin!(typed(&mut pending, &gate, seed));
        assert!(futures::poll!(cancelled.as_mut()).is_pending());
    }
    gate.open();
    typed(&mut pending, &gate, seed).await
}

/// The work-around: a task does it, and the caller may stop waiting for its answer.
async fn operation_in_task(seed: &u64) -> u64 {
    let gate = Arc::new(Gate::default());
    let (answer, mut answered) = oneshot::channel();
    let (inner, seed) = (gate.clone(), *seed);
    tokio::spawn(async move { answer.send(plain(&inner, &seed).await) });
    poll::next_turn().await;
    assert!(futures::poll!(&mut answered).is_pending());
    gate.open();
    answered.await.expect("an answer")
}

fn in_runtime<'a, F: Future<Output = u64>>(
    runtime: &'a Runtime,
    operation: impl Fn(&'static u64) -> F + 'a,
) -> Way<'a> {
    Box::new(move |times| {
        runtime.block_on(async {
            let start = Instant::now();
            for _ in 0..times {
                black_box(operation(&5).await);
            }
            start.elapsed()
        })
    })
}

pub fn measure(bench: &mut Bench) {
    let ways = vec![way(typed_rounds()), way(plain_rounds()), way(boxed_rounds())];
    let times = interleaved(bench.quick, ways);
    bench.table.row(Row {
        what: "resume + cancel, 3 typed slots",
        ours: times.text(0),
        against: "make + drop the plain future",
        theirs: times.text(1),
        measured: times.difference(0, 1),
        unit: "ns more",
        target: Some(Target::AtMost(30.0)),
    });
    bench.table.row(Row {
        what: "resume + cancel, 3 boxed slots",
        ours: times.text(2),
        against: "typed slots",
        theirs: times.text(0),
        measured: times.difference(2, 0) / SLOTS,
        unit: "ns more a slot",
        target: Some(Target::AtMost(40.0)),
    });
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let times = interleaved(
        bench.quick,
        vec![in_runtime(&runtime, operation_in_place), in_runtime(&runtime, operation_in_task)],
    );
    bench.table.row(Row {
        what: "a call that is cancelled once, to its end",
        ours: times.text(0),
        against: "a spawned task and a channel",
        theirs: times.text(1),
        measured: times.ratio(1, 0),
        unit: "times faster",
        target: Some(Target::AtLeast(5.0)),
    });
}
