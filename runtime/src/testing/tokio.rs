//! Runs on tokio.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use core::time::Duration;

use ::tokio::runtime::{Builder, Runtime};
use ::tokio::task::coop;
use ::tokio::time::{self, Instant};

use super::schedule::Manner;

/// A current-thread runtime with paused time for each run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokio {
    /// A call that has not been woken for so long, in paused time, is taken to be at rest.
    pub(super) patience: Duration,
    /// How many operations tokio lets a task do in one poll.
    budget: usize,
}

impl Tokio {
    pub(super) fn new() -> Self {
        let budget = runtime().block_on(poll_fn(|cx| {
            let mut budget = 0;
            while coop::has_budget_remaining() {
                use_one_up(cx);
                budget += 1;
            }
            Poll::Ready(budget)
        }));
        Tokio { patience: Duration::from_secs(3600), budget }
    }

    pub(super) fn block_on<F: Future>(&self, future: F) -> F::Output {
        runtime().block_on(future)
    }

    pub(super) async fn until_at_rest<F: Future>(
        &self,
        mut future: Pin<&mut F>,
    ) -> Option<F::Output> {
        let mut rest = pin!(time::sleep(self.patience));
        poll_fn(|cx| {
            if rest.as_mut().poll(cx).is_ready() {
                return Poll::Ready(None);
            }
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(Some(output));
            }
            rest.as_mut().reset(Instant::now() + self.patience);
            // Without a budget the timer would wait for one instead of for the time.
            let unlimited = pin!(coop::unconstrained(rest.as_mut()));
            unlimited.poll(cx).map(|()| None)
        })
        .await
    }

    /// Paused time goes on only when no task has anything to do.
    pub(super) async fn settle(&self) {
        time::sleep(Duration::from_millis(1)).await;
    }

    /// Leaves the call one operation, so that each one but the first of a poll has to wait,
    /// though it could be ready at once.
    pub(super) fn before_poll(&self, manner: Manner, cx: &mut Context<'_>) {
        if manner == Manner::Waiting {
            for _ in 1..self.budget {
                use_one_up(cx);
            }
        }
    }
}

fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a current-thread runtime")
}

fn use_one_up(cx: &mut Context<'_>) {
    let unit = pin!(coop::consume_budget());
    let _ = unit.poll(cx);
}
