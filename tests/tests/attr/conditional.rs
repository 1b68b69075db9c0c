//! `#[cfg_attr(.., cancel_safe)]` on an `impl` block and on its methods: annotated where it holds, and
//! as written where it does not.

#![forbid(unsafe_code)]
#![deny(warnings)]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use cancel_safe::testing::yield_now;
use cancel_safe::{Checkpoint, assume_cancel_safe, cancel_safe};

fn finish<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

/// Polls a call once, and drops it.
fn cancel(future: impl Future) {
    assert!(pin!(future).poll(&mut Context::from_waker(Waker::noop())).is_pending());
}

async fn tick() {
    yield_now().await;
}

#[derive(Default)]
struct Annotated {
    steps: u32,
    stored: AnnotatedTwiceCheckpoint,
}

#[cfg_attr(all(), cancel_safe)]
impl Annotated {
    /// Each step is made once.
    #[cfg_attr(all(), cancel_safe)]
    async fn step(&mut self) -> u32 {
        self.steps += 1;
        assume_cancel_safe(tick()).await;
        self.steps
    }

    #[cfg_attr(all(), allow(dead_code), cancel_safe(stored_in = self.stored),)]
    async fn twice(&mut self) -> u32 {
        self.steps += 1;
        assume_cancel_safe(tick()).await;
        self.steps += 1;
        self.steps
    }

    #[cfg_attr(any(), cancel_safe)]
    async fn plain(&mut self) -> u32 {
        self.steps += 1;
        tick().await;
        self.steps
    }

    #[cfg_attr(any(), cancel_safe(checkpoint = Never))]
    #[cfg_attr(all(), cancel_safe(checkpoint = Always))]
    async fn one_of_two(&mut self) -> u32 {
        self.steps += 1;
        assume_cancel_safe(tick()).await;
        self.steps
    }

    #[cfg_attr(all(), cfg_attr(all(), cancel_safe))]
    async fn nested(&mut self) -> u32 {
        self.steps += 1;
        assume_cancel_safe(tick()).await;
        self.steps
    }

    /// What would be refused is not, where it is not annotated.
    #[cfg_attr(any(), cancel_safe(stored_in = self.stored))]
    async fn refused(&mut self, steps: Vec<u32>) {
        tick().await;
        self.steps += steps.len() as u32;
    }

    #[cfg(any())]
    #[cancel_safe(no_such_argument)]
    async fn not_there(&self) {
        tick().await;
    }
}

#[test]
fn annotated_where_it_holds() {
    let mut this = Annotated::default();
    let mut pending = Checkpoint::new();
    cancel(this.step(&mut pending));
    assert_eq!(finish(this.step(&mut pending)), 1);
    cancel(this.twice());
    assert_eq!(finish(this.twice()), 3);
    let mut pending: Always = Checkpoint::new();
    cancel(this.one_of_two(&mut pending));
    assert_eq!(finish(this.one_of_two(&mut pending)), 4);
    let mut pending = Checkpoint::new();
    cancel(this.nested(&mut pending));
    assert_eq!(finish(this.nested(&mut pending)), 5);
}

#[test]
fn as_written_where_it_does_not() {
    let mut this = Annotated::default();
    cancel(this.plain());
    assert_eq!(finish(this.plain()), 2);
    finish(this.refused(vec![1]));
    assert_eq!(this.steps, 3);
}

struct Plain(u32);

#[cfg_attr(any(), cancel_safe)]
impl Plain {
    #[cfg_attr(any(), cancel_safe)]
    async fn step(&mut self) -> u32 {
        self.0 += 1;
        tick().await;
        self.0
    }
}

#[test]
fn the_block_is_plain_too() {
    assert_eq!(finish(Plain(0).step()), 1);
}

trait Step {
    fn step(&mut self) -> impl Future<Output = u32>;
    fn pass(&mut self) -> impl Future<Output = ()>;
}

struct Stored {
    steps: u32,
    pending: StoredStepCheckpoint,
}

#[cfg_attr(all(), cancel_safe)]
impl Step for Stored {
    #[cfg_attr(all(), cancel_safe(stored_in = self.pending))]
    async fn step(&mut self) -> u32 {
        self.steps += 1;
        assume_cancel_safe(tick()).await;
        self.steps
    }

    #[cfg_attr(any(), cancel_safe(stored_in = self.missing))]
    async fn pass(&mut self) {
        tick().await;
    }
}

#[test]
fn methods_of_a_trait() {
    let mut this = Stored { steps: 0, pending: Checkpoint::new() };
    cancel(this.step());
    assert_eq!(finish(this.step()), 1);
    finish(this.pass());
}

/// A local that is needed at an await which is not there, and at one that is.
#[cancel_safe]
async fn beside_one_that_is_not_there(tx: &tokio::sync::mpsc::Sender<u32>) -> Option<u32> {
    let n = u32::from(cfg!(all()));
    #[cfg(any())]
    {
        tx.send(n).await.ok()?;
    }
    tx.send(n).await.ok()?;
    Some(n)
}

#[test]
fn an_await_that_is_not_there_asks_nothing() {
    let (tx, _rx) = tokio::sync::mpsc::channel(4);
    let sent = finish(beside_one_that_is_not_there(&mut Checkpoint::new(), &tx));
    assert_eq!(sent, Some(1));
}
