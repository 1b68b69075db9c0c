//! The branches: a balanced tree, so that the types stay shallow.

use core::future::Future;
use core::marker::PhantomData;
use core::ops::Range;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::delivery::Delivery;
use super::kind::Kind;

/// The branches whose turn it is.
pub trait Turns: Copy {
    /// Whether it is that of any of these.
    fn include(self, branches: Range<usize>) -> bool;
}

/// It is the turn of all.
#[derive(Clone, Copy, Debug)]
pub struct All;

impl Turns for All {
    #[inline]
    fn include(self, _: Range<usize>) -> bool {
        true
    }
}

/// It is the turn of those from one on, and up to another.
#[derive(Clone, Copy, Debug)]
pub struct Within(pub usize, pub usize);

impl Turns for Within {
    #[inline]
    fn include(self, branches: Range<usize>) -> bool {
        branches.start < self.1 && self.0 < branches.end
    }
}

/// What one poll of a select finds out, from branch to branch.
#[derive(Debug)]
pub struct Found {
    /// One bit for each branch that is not polled any more.
    pub off: u64,
    /// How many branches there is nothing to wait for: they are off, or terminated.
    pub idle: usize,
    /// How many branches have a future that is terminated.
    pub terminated: usize,
}

/// One branch or several, in a select with the output `Out`.
pub trait Branches<Out> {
    /// How many there are.
    const LEN: usize;

    /// Polls those whose turn it is. The first one has the number `first`.
    fn poll<T: Turns>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turns: T,
        found: &mut Found,
    ) -> Poll<Out>;
}

pin_project! {
    /// Two parts of the tree. A literal of it is less to compile than a call.
    #[allow(missing_docs)]
    #[derive(Debug)]
    pub struct Pair<L, R> {
        #[pin]
        pub left: L,
        #[pin]
        pub right: R,
    }
}

impl<Out, L: Branches<Out>, R: Branches<Out>> Branches<Out> for Pair<L, R> {
    const LEN: usize = L::LEN + R::LEN;

    #[inline]
    fn poll<T: Turns>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turns: T,
        found: &mut Found,
    ) -> Poll<Out> {
        if !turns.include(first..first + Self::LEN) {
            return Poll::Pending;
        }
        let this = self.project();
        match this.left.poll(cx, first, turns, found) {
            Poll::Pending => this.right.poll(cx, first + L::LEN, turns, found),
            ready => ready,
        }
    }
}

pin_project! {
    /// A future, and what becomes of its output.
    #[derive(Debug)]
    pub struct Branch<F, K, D, C> {
        #[pin]
        pub(super) future: F,
        // Makes the output of the select.
        pub(super) variant: C,
        pub(super) types: PhantomData<fn() -> (K, D)>,
    }
}

impl<Out, F: Future, K: Kind<F>, D: Delivery<F::Output, C, Out>, C> Branches<Out>
    for Branch<F, K, D, C>
{
    const LEN: usize = 1;

    #[inline]
    fn poll<T: Turns>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turns: T,
        found: &mut Found,
    ) -> Poll<Out> {
        if !turns.include(first..first + 1) {
            return Poll::Pending;
        }
        let bit = 1 << first;
        if D::MAY_REFUSE && found.off & bit != 0 {
            found.idle += 1;
            return Poll::Pending;
        }
        let this = self.project();
        if K::is_terminated(&this.future) {
            found.idle += 1;
            found.terminated += 1;
            return Poll::Pending;
        }
        let value = ready!(this.future.poll(cx));
        if let Some(output) = D::deliver(value, this.variant) {
            return Poll::Ready(output);
        }
        found.off |= bit;
        found.idle += 1;
        Poll::Pending
    }
}

/// A branch with an `if`: none where it was false.
impl<Out, F: Future, K: Kind<F>, D: Delivery<F::Output, C, Out>, C> Branches<Out>
    for Option<Branch<F, K, D, C>>
{
    const LEN: usize = 1;

    #[inline]
    fn poll<T: Turns>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        first: usize,
        turns: T,
        found: &mut Found,
    ) -> Poll<Out> {
        match self.as_pin_mut() {
            Some(branch) => branch.poll(cx, first, turns, found),
            None => {
                found.idle += usize::from(turns.include(first..first + 1));
                Poll::Pending
            }
        }
    }
}
