//! Heap allocations. The same is asserted in `tests/tests/allocations.rs`.

use std::hint::black_box;

use crate::Bench;
use crate::table::{Row, Target};
use crate::{cancel, ready, select};

const ROUNDS: u64 = 100;

pub fn measure(bench: &mut Bench) {
    let mut row = |what: &str, limit: Option<f64>, run: &mut dyn FnMut()| {
        let count = allocation_counter::measure(run).count_total;
        bench.table.row(Row {
            what: &format!("allocations, {what}"),
            ours: format!("{count} in {ROUNDS} rounds"),
            against: "",
            theirs: String::new(),
            measured: count as f64 / ROUNDS as f64,
            unit: "a round",
            target: limit.map(Target::AtMost),
        });
    };
    row("awaits that are not cancelled", Some(0.0), &mut || _ = black_box(ready::run_safe(ROUNDS)));
    let (mut typed, mut boxed) = (cancel::typed_rounds(), cancel::boxed_rounds());
    row("cancels with typed slots", Some(0.0), &mut || (0..ROUNDS).for_each(|_| typed()));
    row("cancels with 3 boxed slots", Some(3.0), &mut || (0..ROUNDS).for_each(|_| boxed()));
    row("`safe_select!`, 8 branches", Some(0.0), &mut || select::ours(8, ROUNDS));
}
