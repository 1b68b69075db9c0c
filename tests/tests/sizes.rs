//! Futures and checkpoints are hardly larger than what they hold.

use tests::sizes::sizes;

/// The status, the await point and the progress.
const CHECKPOINT: usize = 24;

/// How much larger than the plain one a future may be: by the references to the two halves of its
/// checkpoint, and what else it needs.
fn future(name: &str) -> usize {
    16 + match name {
        // A byte that finds no gap.
        "three_locals" => 8,
        // The operand that is sent waits in a slot outside of the operation.
        "forward" => 16,
        // The operation's progress, the count of the `for`, and its end.
        "pause" => 24,
        _ => 0,
    }
}

#[test]
fn futures_and_checkpoints_are_small() {
    for size in sizes() {
        println!(
            "{:<16} future {:>4} (plain {:>4})   checkpoint {:>4} (slots {:>4})",
            size.name, size.safe, size.plain, size.checkpoint, size.slots
        );
    }
    for size in sizes() {
        assert!(size.checkpoint <= size.slots + CHECKPOINT, "checkpoint of `{}`", size.name);
        assert!(size.safe <= size.plain + future(size.name), "future of `{}`", size.name);
    }
}
