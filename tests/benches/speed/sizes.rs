//! How large futures and checkpoints are. The same is asserted in `tests/tests/sizes.rs`.

use tests::sizes::sizes;

use crate::Bench;
use crate::table::{Row, Target};

pub fn measure(bench: &mut Bench) {
    for size in sizes() {
        bench.table.row(Row {
            what: &format!("future of `{}`", size.name),
            ours: format!("{} bytes", size.safe),
            against: "plain async fn",
            theirs: format!("{} bytes", size.plain),
            measured: size.safe as f64 - size.plain as f64,
            unit: "bytes more",
            target: Some(Target::AtMost(16.0)),
        });
        bench.table.row(Row {
            what: &format!("checkpoint of `{}`", size.name),
            ours: format!("{} bytes", size.checkpoint),
            against: "its slots",
            theirs: format!("{} bytes", size.slots),
            measured: size.checkpoint as f64 - size.slots as f64,
            unit: "bytes more",
            target: Some(Target::AtMost(24.0)),
        });
    }
}
