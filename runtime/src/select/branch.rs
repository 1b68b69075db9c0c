//! The branches: a balanced tree, so that the types stay shallow.

use core::future::Future;
use core::ops::Range;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::delivery::Delivery;
use super::kind::Kind;

/// What one poll of a select passes from branch to branch.
#[derive(Debug)]
pub struct Turn {
    /// The branches whose turn it is.
    pub range: Range<usize>,
    /// One bit for each branch that is not polled any more.
    pub off: u64,
    /// Whether a branch is waiting.
    pub waiting: bool,
    /// How many branches have a future that is terminated.
    pub terminated: usize,
}

/// One branch or several.
pub trait Branches {
    /// The output of the select.
    type Output;
    /// How many there are.
    const LEN: usize;

    /// Polls those whose turn it is. The first one has the number `first`.
    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turn: &mut Turn,
    ) -> Poll<Self::Output>;
}

pin_project! {
    /// Two parts of the tree.
    #[derive(Debug)]
    pub struct Pair<L, R> {
        #[pin]
        left: L,
        #[pin]
        right: R,
    }
}

/// Joins two parts of the tree.
pub fn pair<L: Branches, R: Branches<Output = L::Output>>(left: L, right: R) -> Pair<L, R> {
    Pair { left, right }
}

impl<L: Branches, R: Branches<Output = L::Output>> Branches for Pair<L, R> {
    type Output = L::Output;
    const LEN: usize = L::LEN + R::LEN;

    #[inline]
    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turn: &mut Turn,
    ) -> Poll<Self::Output> {
        let this = self.project();
        match this.left.poll(cx, first, turn) {
            Poll::Pending => this.right.poll(cx, first + L::LEN, turn),
            ready => ready,
        }
    }
}

pin_project! {
    /// A future, and what becomes of its output.
    #[derive(Debug)]
    pub struct Branch<F, K, D> {
        #[pin]
        pub(super) future: F,
        pub(super) kind: K,
        pub(super) delivery: D,
    }
}

impl<F: Future, K: Kind<F>, D: Delivery<F::Output>> Branches for Branch<F, K, D> {
    type Output = D::Output;
    const LEN: usize = 1;

    #[inline]
    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turn: &mut Turn,
    ) -> Poll<Self::Output> {
        let bit = 1 << first;
        if turn.off & bit != 0 || !turn.range.contains(&first) {
            return Poll::Pending;
        }
        let this = self.project();
        if this.kind.is_terminated(&this.future) {
            turn.terminated += 1;
            return Poll::Pending;
        }
        let Poll::Ready(value) = this.future.poll(cx) else {
            turn.waiting = true;
            return Poll::Pending;
        };
        turn.off |= bit;
        match this.delivery.deliver(value) {
            Some(output) => Poll::Ready(output),
            None => Poll::Pending,
        }
    }
}

/// A branch with an `if`: none where it was false.
impl<F: Future, K: Kind<F>, D: Delivery<F::Output>> Branches for Option<Branch<F, K, D>> {
    type Output = D::Output;
    const LEN: usize = 1;

    #[inline]
    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turn: &mut Turn,
    ) -> Poll<Self::Output> {
        match self.as_pin_mut() {
            Some(branch) => branch.poll(cx, first, turn),
            None => Poll::Pending,
        }
    }
}
