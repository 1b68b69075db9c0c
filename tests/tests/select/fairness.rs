//! Each of several branches that are always ready gets its share.

use std::future::ready;
use std::thread;

use cancel_safe::safe_select;

const ROUNDS: usize = 1_000_000;

/// At most 1 % off.
fn assert_fair(counts: &[usize]) {
    let share = ROUNDS as f64 / counts.len() as f64;
    for (branch, &count) in counts.iter().enumerate() {
        let off = (count as f64 - share).abs() / share;
        assert!(off < 0.01, "branch {branch} of {}: {count} times", counts.len());
    }
}

#[test]
fn two() {
    assert_fair(&count::<2>(async || safe_select! { _ = ready(()) => 0, _ = ready(()) => 1 }));
}

#[test]
fn three() {
    assert_fair(&count::<3>(async || {
        safe_select! { _ = ready(()) => 0, _ = ready(()) => 1, _ = ready(()) => 2 }
    }));
}

#[test]
fn eight() {
    assert_fair(&count::<8>(async || {
        safe_select! {
            _ = ready(()) => 0, _ = ready(()) => 1, _ = ready(()) => 2, _ = ready(()) => 3,
            _ = ready(()) => 4, _ = ready(()) => 5, _ = ready(()) => 6, _ = ready(()) => 7,
        }
    }));
}

/// On several threads, since it takes a while: each has numbers of its own.
#[test]
fn sixty_four() {
    const THREADS: usize = 4;
    let counts = thread::scope(|scope| {
        let threads = [(); THREADS].map(|()| scope.spawn(|| sixty_four_for(ROUNDS / THREADS)));
        threads.map(|thread| thread.join().unwrap())
    });
    let sum = |branch| counts.iter().map(|counts: &[usize; 64]| counts[branch]).sum();
    assert_fair(&std::array::from_fn::<usize, 64, _>(sum));
}

fn sixty_four_for(rounds: usize) -> [usize; 64] {
    count_for(rounds, async || {
        safe_select! {
            _ = ready(()) => 0, _ = ready(()) => 1, _ = ready(()) => 2, _ = ready(()) => 3,
            _ = ready(()) => 4, _ = ready(()) => 5, _ = ready(()) => 6, _ = ready(()) => 7,
            _ = ready(()) => 8, _ = ready(()) => 9, _ = ready(()) => 10, _ = ready(()) => 11,
            _ = ready(()) => 12, _ = ready(()) => 13, _ = ready(()) => 14, _ = ready(()) => 15,
            _ = ready(()) => 16, _ = ready(()) => 17, _ = ready(()) => 18, _ = ready(()) => 19,
            _ = ready(()) => 20, _ = ready(()) => 21, _ = ready(()) => 22, _ = ready(()) => 23,
            _ = ready(()) => 24, _ = ready(()) => 25, _ = ready(()) => 26, _ = ready(()) => 27,
            _ = ready(()) => 28, _ = ready(()) => 29, _ = ready(()) => 30, _ = ready(()) => 31,
            _ = ready(()) => 32, _ = ready(()) => 33, _ = ready(()) => 34, _ = ready(()) => 35,
            _ = ready(()) => 36, _ = ready(()) => 37, _ = ready(()) => 38, _ = ready(()) => 39,
            _ = ready(()) => 40, _ = ready(()) => 41, _ = ready(()) => 42, _ = ready(()) => 43,
            _ = ready(()) => 44, _ = ready(()) => 45, _ = ready(()) => 46, _ = ready(()) => 47,
            _ = ready(()) => 48, _ = ready(()) => 49, _ = ready(()) => 50, _ = ready(()) => 51,
            _ = ready(()) => 52, _ = ready(()) => 53, _ = ready(()) => 54, _ = ready(()) => 55,
            _ = ready(()) => 56, _ = ready(()) => 57, _ = ready(()) => 58, _ = ready(()) => 59,
            _ = ready(()) => 60, _ = ready(()) => 61, _ = ready(()) => 62, _ = ready(()) => 63,
        }
    })
}

/// Two selects that take turns draw from one counter, and are fair all the same.
#[test]
fn two_that_take_turns() {
    let mut other = [0; 2];
    let counts = count::<3>(async || {
        other[safe_select! { _ = ready(()) => 0, _ = ready(()) => 1 }] += 1;
        safe_select! { _ = ready(()) => 0, _ = ready(()) => 1, _ = ready(()) => 2 }
    });
    assert_fair(&counts);
    assert_fair(&other);
}

/// The first of a row is not to be foreseen: with one in every `LEN` draws left over, no branch
/// is always or never the first.
#[test]
fn rows_begin_anywhere() {
    let mut firsts = [0_usize; 3];
    count::<3>(async || {
        let first = safe_select! { _ = ready(()) => 0, _ = ready(()) => 1, _ = ready(()) => 2 };
        for _ in 0..2 {
            safe_select! { _ = ready(()) => 0, _ = ready(()) => 1, _ = ready(()) => 2 };
        }
        firsts[first] += 1;
        first
    });
    let share = ROUNDS / 3;
    assert!(firsts.iter().all(|count| count.abs_diff(share) < share / 50), "{firsts:?}");
}

#[test]
fn biased_is_not() {
    let counts =
        count::<2>(async || safe_select! { biased; _ = ready(()) => 0, _ = ready(()) => 1 });
    assert_eq!(counts, [ROUNDS, 0]);
}

fn count<const LEN: usize>(select: impl AsyncFnMut() -> usize) -> [usize; LEN] {
    count_for(ROUNDS, select)
}

fn count_for<const LEN: usize>(
    rounds: usize,
    mut select: impl AsyncFnMut() -> usize,
) -> [usize; LEN] {
    let mut counts = [0; LEN];
    futures::executor::block_on(async {
        for _ in 0..rounds {
            counts[select().await] += 1;
        }
    });
    counts
}
