//! Which branch is polled first.

use core::pin::Pin;
use core::task::{Context, Poll};

use super::branch::{All, Branches, Found, Within};

/// The order in which the branches are polled.
pub trait Order {
    /// Polls each of them once, or until one yields.
    fn poll<B: Branches<Out>, Out>(
        branches: Pin<&mut B>,
        cx: &mut Context<'_>,
        found: &mut Found,
    ) -> Poll<Out>;
}

/// From the first one on.
#[derive(Debug)]
pub enum Biased {}

impl Order for Biased {
    #[inline]
    fn poll<B: Branches<Out>, Out>(
        branches: Pin<&mut B>,
        cx: &mut Context<'_>,
        found: &mut Found,
    ) -> Poll<Out> {
        branches.poll(cx, 0, All, found)
    }
}

/// From one of them on, round to the one before it. Each one comes first equally often, in an order
/// that is not to be foreseen.
#[derive(Debug)]
pub enum Fair {}

impl Order for Fair {
    #[inline]
    fn poll<B: Branches<Out>, Out>(
        mut branches: Pin<&mut B>,
        cx: &mut Context<'_>,
        found: &mut Found,
    ) -> Poll<Out> {
        let start = start(B::LEN);
        match branches.as_mut().poll(cx, 0, Within(start, B::LEN), found) {
            Poll::Pending if start > 0 => branches.poll(cx, 0, Within(0, start), found),
            poll => poll,
        }
    }
}

/// Of `len` draws in a row each number comes up exactly once, beginning anywhere. So a loop gives
/// every branch its share to within one round, which independent draws would not; and selects that
/// draw in turn from the same counter are no worse off than with those.
#[inline]
fn start(len: usize) -> usize {
    let draw = source::draw();
    let (row, column) = (draw / len as u64, draw % len as u64);
    ((mix(row) % len as u64 + column) % len as u64) as usize
}

/// The finalizer of splitmix64.
fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(feature = "std")]
mod source {
    use core::cell::Cell;
    use core::hash::{BuildHasher as _, Hasher as _};
    use std::collections::hash_map::RandomState;

    std::thread_local! {
        static DRAWS: Cell<u64> = Cell::new(RandomState::new().build_hasher().finish());
    }

    /// Counts up, in each thread from a random number on.
    #[inline]
    pub fn draw() -> u64 {
        DRAWS.try_with(|draws| draws.replace(draws.get().wrapping_add(1))).unwrap_or_default()
    }
}

#[cfg(not(feature = "std"))]
mod source {
    use core::sync::atomic::{AtomicUsize, Ordering};

    static DRAWS: AtomicUsize = AtomicUsize::new(0);

    /// Counts up. Load and store, since not every target can do both at once: a draw that two
    /// cores make at the same time comes up twice, which does no harm.
    #[inline]
    pub fn draw() -> u64 {
        let draw = DRAWS.load(Ordering::Relaxed);
        DRAWS.store(draw.wrapping_add(1), Ordering::Relaxed);
        draw as u64
    }
}
