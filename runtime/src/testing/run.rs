//! One run: a call that is polled, dropped and made again as the schedule has it.

use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::task::Wake;
use alloc::vec::Vec;
use core::any::Any;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, Waker};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Log;
use super::decider::{Decider, Decision};
use super::executor::Executor;
use super::schedule::Schedule;

/// What came of a run.
pub(super) struct Run<T> {
    pub(super) ending: Ending<T>,
    pub(super) effects: Vec<String>,
    /// How many effects there were at each cancel.
    pub(super) cancels: Vec<usize>,
    pub(super) suspensions: usize,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub(super) enum Ending<T> {
    /// The call completed.
    Returned(T),
    /// The call waits, and nobody is left who could wake it.
    AtRest,
    /// The call had not completed after as many polls as are allowed.
    Endless,
    /// The call panicked.
    Panicked(String),
}

impl<T: PartialEq> Run<T> {
    /// Whether nobody can tell the two apart.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let same_ending = match (&self.ending, &other.ending) {
            (Ending::Returned(left), Ending::Returned(right)) => left == right,
            (Ending::AtRest, Ending::AtRest) => true,
            _ => false,
        };
        same_ending && self.effects == other.effects
    }
}

impl<T: fmt::Debug> Run<T> {
    /// The same, with the output as text.
    pub(super) fn printed(&self) -> Run<String> {
        let ending = match &self.ending {
            Ending::Returned(output) => Ending::Returned(alloc::format!("{output:?}")),
            Ending::AtRest => Ending::AtRest,
            Ending::Endless => Ending::Endless,
            Ending::Panicked(message) => Ending::Panicked(message.clone()),
        };
        Run {
            ending,
            effects: self.effects.clone(),
            cancels: self.cancels.clone(),
            suspensions: self.suspensions,
        }
    }
}

/// Runs `call` under `schedule`.
pub(super) fn run<S, T>(
    executor: &Executor,
    max_polls: usize,
    schedule: &Schedule,
    setup: &impl Fn(Log) -> S,
    call: &impl AsyncFn(&mut S) -> T,
) -> Run<T> {
    let log = Log::new();
    let driver = Driver {
        executor,
        decider: Decider::new(schedule.clone()),
        schedule,
        polls_left: Cell::new(max_polls),
        log: &log,
        cancels: RefCell::default(),
    };
    let whole = async {
        let mut state = setup(log.clone());
        let mut calls = pin!(driver.drive(&mut state, call));
        let output = executor.until_at_rest(calls.as_mut()).await;
        executor.settle().await;
        // Looked at before call and state are dropped, which is not part of the run.
        (output, log.effects())
    };
    let (ending, effects) = match catch_unwind(AssertUnwindSafe(|| executor.block_on(whole))) {
        Ok((Some(Some(output)), effects)) => (Ending::Returned(output), effects),
        Ok((Some(None), effects)) => (Ending::Endless, effects),
        Ok((None, effects)) => (Ending::AtRest, effects),
        Err(panic) => (Ending::Panicked(message_of(&*panic)), log.effects()),
    };
    let suspensions = driver.decider.suspensions();
    Run { ending, effects, cancels: driver.cancels.into_inner(), suspensions }
}

struct Driver<'a> {
    executor: &'a Executor,
    decider: Rc<Decider>,
    schedule: &'a Schedule,
    polls_left: Cell<usize>,
    log: &'a Log,
    cancels: RefCell<Vec<usize>>,
}

/// How one call of a run ended.
enum Outcome<T> {
    Returned(T),
    Cancelled,
    OutOfPolls,
}

impl Driver<'_> {
    /// Makes the call until it completes. `None` if that takes too long.
    async fn drive<S, T>(&self, state: &mut S, call: &impl AsyncFn(&mut S) -> T) -> Option<T> {
        loop {
            if self.schedule.unpolled {
                drop(call(state));
            }
            match self.one_call(call(state)).await {
                Outcome::Returned(output) => return Some(output),
                Outcome::OutOfPolls => return None,
                Outcome::Cancelled => self.cancels.borrow_mut().push(self.log.len()),
            }
            self.executor.between_calls(self.schedule.manner).await;
        }
    }

    async fn one_call<F: Future>(&self, call: F) -> Outcome<F::Output> {
        let mut call = pin!(call);
        let mut waker = None;
        poll_fn(|cx| {
            let Some(left) = self.polls_left.get().checked_sub(1) else {
                return Poll::Ready(Outcome::OutOfPolls);
            };
            self.polls_left.set(left);
            self.executor.before_poll(self.schedule.manner, cx);
            let waker = waker.get_or_insert_with(|| CallWaker::new(cx.waker())).waker();
            let mut cx = Context::from_waker(waker);
            match self.decider.during(|| call.as_mut().poll(&mut cx)) {
                Poll::Ready(output) => Poll::Ready(Outcome::Returned(output)),
                Poll::Pending if self.decider.settle() == Decision::Cancel => {
                    Poll::Ready(Outcome::Cancelled)
                }
                Poll::Pending => Poll::Pending,
            }
        })
        .await
    }
}

/// The waker of one call. After the call it wakes nobody, so that a leaf which keeps the waker
/// of a cancelled call, and wakes that one, is found out.
struct CallWaker {
    shared: Arc<Shared>,
    waker: Waker,
}

struct Shared {
    driver: Waker,
    expired: AtomicBool,
}

impl CallWaker {
    fn new(driver: &Waker) -> Self {
        let shared = Shared { driver: driver.clone(), expired: AtomicBool::new(false) };
        let shared = Arc::new(shared);
        CallWaker { waker: Waker::from(Arc::clone(&shared)), shared }
    }

    fn waker(&self) -> &Waker {
        &self.waker
    }
}

impl Drop for CallWaker {
    fn drop(&mut self) {
        self.shared.expired.store(true, Ordering::Relaxed);
    }
}

impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.expired.load(Ordering::Relaxed) {
            self.driver.wake_by_ref();
        }
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    if let Some(message) = panic.downcast_ref::<&str>() {
        return message.to_string();
    }
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "a panic without a message".into())
}
