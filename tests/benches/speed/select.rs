//! `safe_select!`, against the selects that it replaces.

use std::fmt;
use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use cancel_safe::{CancelSafe, safe_select};
use futures::future::FusedFuture;
use futures_concurrency::future::Race as _;

use crate::Bench;
use crate::count::{self, Case};
use crate::measure::{interleaved, way};
use crate::poll;
use crate::table::{Row, Target};

/// Which of the branches are ready.
pub struct Plan([bool; 64]);

#[derive(Clone, Copy, PartialEq)]
enum State {
    AllPending,
    FirstReady,
    LastReady,
    AllReady,
}

const STATES: [State; 4] =
    [State::AllPending, State::FirstReady, State::LastReady, State::AllReady];

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::AllPending => "all pending",
            State::FirstReady => "first ready",
            State::LastReady => "last ready",
            State::AllReady => "all ready",
        })
    }
}

impl State {
    fn plan(self, branches: usize) -> Plan {
        Plan(std::array::from_fn(|index| match self {
            State::AllPending => false,
            State::FirstReady => index == 0,
            State::LastReady => index + 1 == branches,
            State::AllReady => true,
        }))
    }
}

/// The future of a branch.
pub struct Branch<'a>(&'a bool);

impl Future for Branch<'_> {
    type Output = u64;

    #[inline]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        match *self.0 {
            true => Poll::Ready(1),
            false => Poll::Pending,
        }
    }
}

impl CancelSafe for Branch<'_> {}

/// The same for `futures::select!`, which wants to be told when it has completed.
pub struct Fused<'a>(Branch<'a>, bool);

impl Future for Fused<'_> {
    type Output = u64;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u64> {
        let poll = Pin::new(&mut self.0).poll(cx);
        self.1 = poll.is_ready();
        poll
    }
}

impl FusedFuture for Fused<'_> {
    #[inline]
    fn is_terminated(&self) -> bool {
        self.1
    }
}

impl Plan {
    fn at(&self, index: usize) -> Branch<'_> {
        Branch(&self.0[index])
    }

    fn fused_at(&self, index: usize) -> Fused<'_> {
        Fused(self.at(index), false)
    }
}

/// One way to select: makes the future, polls it once, and drops it.
type Select = fn(&Plan) -> Poll<u64>;

fn once(select: impl Future<Output = u64>) -> Poll<u64> {
    poll::once(pin!(select))
}

/// The ways to select among some number of branches.
struct Ways {
    ours: [Select; 2],
    tokio: [Select; 2],
    futures: [Select; 2],
    race: Select,
}

macro_rules! ways {
    ($($index:literal)*) => {{
        #[inline(never)]
        fn ours(p: &Plan) -> Poll<u64> {
            once(async { safe_select! { $(v = p.at($index) => v + $index,)* } })
        }

        #[inline(never)]
        fn ours_biased(p: &Plan) -> Poll<u64> {
            once(async { safe_select! { biased; $(v = p.at($index) => v + $index,)* } })
        }

        #[inline(never)]
        fn tokio(p: &Plan) -> Poll<u64> {
            once(async { tokio::select! { $(v = p.at($index) => v + $index,)* } })
        }

        #[inline(never)]
        fn tokio_biased(p: &Plan) -> Poll<u64> {
            once(async { tokio::select! { biased; $(v = p.at($index) => v + $index,)* } })
        }

        #[inline(never)]
        fn futures(p: &Plan) -> Poll<u64> {
            once(async { futures::select! { $(v = p.fused_at($index) => v + $index,)* } })
        }

        #[inline(never)]
        fn futures_biased(p: &Plan) -> Poll<u64> {
            once(async { futures::select_biased! { $(v = p.fused_at($index) => v + $index,)* } })
        }

        #[inline(never)]
        fn race(p: &Plan) -> Poll<u64> {
            once([$(p.at($index)),*].race())
        }

        Ways {
            ours: [ours, ours_biased],
            tokio: [tokio, tokio_biased],
            futures: [futures, futures_biased],
            race,
        }
    }};
}

const SIZES: [usize; 5] = [2, 4, 8, 16, 64];

fn ways(branches: usize) -> Ways {
    match branches {
        2 => ways!(0 1),
        4 => ways!(0 1 2 3),
        8 => ways!(0 1 2 3 4 5 6 7),
        16 => ways!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15),
        _ => ways!(
            0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
            32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60
            61 62 63
        ),
    }
}

impl Ways {
    /// Ours comes first.
    fn with_names(&self, biased: bool) -> Vec<(&'static str, Select)> {
        let index = usize::from(biased);
        let mut ways = vec![
            ("safe_select!", self.ours[index]),
            ("tokio::select!", self.tokio[index]),
            ("futures::select!", self.futures[index]),
        ];
        if !biased {
            ways.push(("race", self.race));
        }
        ways
    }
}

/// So many rounds of ours.
pub fn ours(branches: usize, rounds: u64) {
    let (plan, select) = (State::LastReady.plan(branches), ways(branches).ours[0]);
    (0..rounds).for_each(|_| _ = black_box(select(black_box(&plan))));
}

fn case_name(select: &str, branches: usize, biased: bool, state: State) -> String {
    format!("select {select} {branches} {biased} {state}")
}

pub fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for branches in SIZES {
        for biased in [true, false] {
            for (name, select) in ways(branches).with_names(biased) {
                for state in STATES {
                    let plan = state.plan(branches);
                    cases.push((
                        case_name(name, branches, biased, state),
                        Box::new(move |rounds| {
                            (0..rounds).for_each(|_| _ = black_box(select(black_box(&plan))));
                        }),
                    ));
                }
            }
        }
    }
    cases
}

pub fn measure(bench: &mut Bench) {
    for branches in SIZES {
        for biased in [true, false] {
            for state in STATES {
                row(bench, branches, biased, state);
            }
        }
    }
    for branches in SIZES {
        for biased in [true, false] {
            if bench.quick && branches != 2 {
                continue;
            }
            for state in STATES {
                instructions(bench, branches, biased, state);
            }
        }
    }
}

fn title(branches: usize, biased: bool, state: State) -> String {
    let biased = if biased { ", biased" } else { "" };
    format!("select, {branches} branches{biased}, {state}")
}

/// Up to which way they all do the same. `futures::select_biased!` knows nothing of the budget of a
/// tokio task, which a loop of ready branches would never spend; and neither that nor `race` draws
/// the branch that comes first.
fn same_semantics(biased: bool) -> usize {
    if biased { 2 } else { 3 }
}

/// The time of a round, against the fastest of the others.
fn row(bench: &mut Bench, branches: usize, biased: bool, state: State) {
    let (plan, selects) = (&state.plan(branches), ways(branches).with_names(biased));
    let ways = selects.iter().map(|&(_, select)| way(move || select(black_box(plan))));
    let times = interleaved(bench.quick, ways.collect());
    let fastest = times.fastest(1..same_semantics(biased));
    bench.table.row(Row {
        what: &title(branches, biased, state),
        ours: times.text(0),
        against: selects[fastest].0,
        theirs: list(&selects, |index| times.text(index)),
        measured: times.ratio(0, fastest),
        unit: "x",
        target: Some(Target::AtMost(1.0)),
    });
}

/// The instructions of a round, against the fewest of the others.
fn instructions(bench: &mut Bench, branches: usize, biased: bool, state: State) {
    let what = format!("{}, instructions", title(branches, biased, state));
    let count = |name| count::instructions(&case_name(name, branches, biased, state));
    let selects = ways(branches).with_names(biased);
    let counts: Result<Vec<f64>, String> = selects.iter().map(|(name, _)| count(name)).collect();
    let counts = match counts {
        Ok(counts) => counts,
        Err(reason) => return bench.table.skip(&what, &reason),
    };
    let fewest = (1..same_semantics(biased)).min_by(|a, b| counts[*a].total_cmp(&counts[*b]));
    let fewest = fewest.expect("there is another");
    bench.table.row(Row {
        what: &what,
        ours: format!("{:.0}", counts[0]),
        against: selects[fewest].0,
        theirs: list(&selects, |index| format!("{:.0}", counts[index])),
        measured: counts[0] / counts[fewest],
        unit: "x",
        target: Some(Target::AtMost(1.0)),
    });
}

/// What the others have, each by its name.
fn list(selects: &[(&str, Select)], value: impl Fn(usize) -> String) -> String {
    let others = selects.iter().enumerate().skip(1);
    let values: Vec<_> = others
        .map(|(index, (name, _))| {
            format!("{} {}", name.trim_end_matches("::select!"), value(index))
        })
        .collect();
    values.join(", ")
}
