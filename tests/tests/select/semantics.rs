//! What happens when, side by side with `tokio::select!`.
//!
//! Where each property that `tokio::select!` documents is tested:
//!
//! | property | test |
//! |---|---|
//! | branches, conditions, patterns, handlers, commas, `else`, `biased;`, 1 and 64 branches | `select_grammar` |
//! | conditions, futures, polls, drops, handler, in this order | `conditions_then_futures_then_polls_then_drops_then_the_handler` |
//! | the first to complete wins, and the others are dropped | the same, `the_output_lives_on_when_the_futures_are_gone` |
//! | a random first branch, the others in turn | `polls_go_round_from_the_start`, `select_fairness` |
//! | with `biased;`, from top to bottom | `loops::biased_takes_the_first_that_is_ready`, `fairness::biased_is_not` |
//! | a value that its pattern does not match switches the branch off | `a_none_switches_the_branch_off`; other patterns are refused, `ui/select/refutable-pattern-*` |
//! | `else` when all branches are off | `else_runs_when_the_futures_are_dropped`, `grammar::else_block` |
//! | a panic when all are off, and there is no `else` | does not compile, `ui/select/else-missing-*` |
//! | a false condition switches the branch off | `grammar::preconditions`; its future is not made, `differences` |
//! | handlers may borrow what the futures had borrowed | `handlers_borrow_what_the_futures_had_borrowed` |
//! | handlers await, return, break, continue, use `?`, have one type | `select_loops` |
//! | `?`, `.await` and jumps in the expression of a branch | `contexts::question_and_await_in_branches`, `jumps_in_branches` |
//! | all branches run on one task: they share, and need not be `Send` | `branches_share_what_they_look_at`, `it_runs_on_one_task` |
//! | `IntoFuture` | `into_future` |
//! | temporaries live as long as the futures | `temporaries_of_a_reference_live_until_the_futures_are_dropped` |
//! | a future kept over many rounds, by reference | `loops::a_timer_outside_the_loop`, `inference::by_type` |
//! | joining several, with conditions | `loops::joining_two_values` |
//! | dropped, it drops what it waits for | `dropping_the_select_drops_the_futures` |
//! | panics pass through | `a_panic_in_a_branch_drops_the_others` and its neighbours |
//! | the budget of the task | `loops::a_task_without_budget_waits` |

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::cell::{Cell, RefCell};
use std::future::{Future, IntoFuture, Ready, pending, poll_fn, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use cancel_safe::{CancelSafe, assume_cancel_safe};
use tests::like_tokio;
use tokio::sync::mpsc;

/// Writes down what happens.
#[derive(Default)]
struct Log(RefCell<Vec<String>>);

impl Log {
    fn note(&self, event: impl Into<String>) {
        self.0.borrow_mut().push(event.into());
    }

    fn yes(&self, event: &str) -> bool {
        self.note(event);
        true
    }

    /// Ready after `waits` polls.
    fn future(&self, name: &'static str, waits: u32) -> Noted<'_> {
        self.note(format!("make {name}"));
        Noted { log: self, name, waits }
    }

    fn take(&self) -> String {
        self.0.take().join(", ")
    }
}

struct Noted<'a> {
    log: &'a Log,
    name: &'static str,
    waits: u32,
}

impl Future for Noted<'_> {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        self.log.note(format!("poll {}", self.name));
        if self.waits == 0 {
            return Poll::Ready(self.name);
        }
        self.waits -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.log.note(format!("drop {}", self.name));
    }
}

impl CancelSafe for Noted<'_> {}

like_tokio! {
    async fn conditions_then_futures_then_polls_then_drops_then_the_handler() {
        let log = Log::default();
        select! {
            biased;
            _ = log.future("a", 1), if log.yes("if a") => log.note("handle a"),
            _ = log.future("b", 2) => log.note("handle b"),
            _ = log.future("c", 2), if log.yes("if c") => log.note("handle c"),
        }
        assert_eq!(
            log.take(),
            "if a, if c, make a, make b, make c, poll a, poll b, poll c, poll a, \
             drop a, drop b, drop c, handle a"
        );
    }

    async fn polls_go_round_from_the_start() {
        let log = Log::default();
        for _ in 0..50 {
            select! {
                _ = log.future("a", 1) => {}
                _ = log.future("b", 1) => {}
                _ = log.future("c", 1) => {}
            }
            let events = log.take();
            let polls: Vec<_> = events.split(", ").filter_map(|e| e.strip_prefix("poll ")).collect();
            let round = polls[..3].concat();
            assert!(["abc", "bca", "cab"].contains(&&*round));
        }
    }

    async fn the_output_lives_on_when_the_futures_are_gone() {
        let log = Log::default();
        let name = select! {
            name = log.future("a", 0) => { log.note("handle"); name }
        };
        log.note(name);
        assert_eq!(log.take(), "make a, poll a, drop a, handle, a");
    }

    async fn into_future() {
        struct Request(i32);
        impl IntoFuture for Request {
            type Output = i32;
            type IntoFuture = Ready<i32>;

            fn into_future(self) -> Ready<i32> {
                ready(self.0)
            }
        }
        let x = select! {
            v = Request(1) => v,
            v = Request(2), if false => v,
        };
        assert_eq!(x, 1);
    }

    async fn temporaries_of_a_reference_live_until_the_futures_are_dropped() {
        let log = Log::default();
        let yes = true;
        let x = select! {
            biased;
            _ = &mut Box::pin(log.future("a", 1)) => "handle a",
            x = &mut Box::pin(log.future("b", 0)), if yes => { log.note("handle"); x }
            _ = &mut *Box::pin(log.future("c", 0)) => "handle c",
        };
        assert_eq!(x, "b");
        assert_eq!(
            log.take(),
            "make a, make b, make c, poll a, poll b, drop c, drop b, drop a, handle"
        );
    }

    async fn temporaries_of_an_async_block() {
        let x = select! {
            _ = &mut Box::pin(pending::<()>()) => 1,
            _ = &mut Box::pin(async {}) => 2,
        };
        assert_eq!(x, 2);
    }

    async fn handlers_borrow_what_the_futures_had_borrowed() {
        async fn add(x: &mut Vec<i32>) -> usize {
            x.push(1);
            x.len()
        }
        let (mut a, mut b) = (vec![], vec![]);
        select! {
            biased;
            _ = assume_cancel_safe(add(&mut a)) => { a.push(2); b.push(3); }
            n = assume_cancel_safe(add(&mut b)) => { a.push(4); b.push(n as i32); }
        }
        assert_eq!((a, b), (vec![1, 2], vec![3]));
    }

    async fn conditions_look_at_what_the_futures_borrow() {
        async fn drain(x: &mut Vec<i32>) -> i32 {
            x.drain(..).sum()
        }
        let mut items = vec![1, 2];
        let x = select! {
            sum = assume_cancel_safe(drain(&mut items)), if !items.is_empty() => sum,
            _ = pending::<()>() => 0,
        };
        assert_eq!((x, items), (3, vec![]));
    }

    async fn a_none_switches_the_branch_off() {
        let polls = Cell::new(0);
        let none = poll_fn(|_| { polls.set(polls.get() + 1); Poll::Ready(None::<i32>) });
        let mut waits = 3;
        let slow = poll_fn(|cx| {
            waits -= 1;
            cx.waker().wake_by_ref();
            if waits == 0 { Poll::Ready(7) } else { Poll::Pending }
        });
        let x = select! {
            Some(v) = assume_cancel_safe(none) => v,
            v = assume_cancel_safe(slow) => v,
        };
        assert_eq!((x, polls.get()), (7, 1));
    }

    async fn else_when_all_are_off() {
        let (tx, mut rx) = mpsc::channel::<i32>(1);
        drop(tx);
        for _ in 0..3 {
            let x = select! {
                Some(v) = rx.recv() => v,
                v = ready(1), if false => v,
                else => 5,
            };
            assert_eq!(x, 5);
        }
    }

    async fn dropping_the_select_drops_the_futures() {
        let log = Log::default();
        {
            let mut select = pin!(async {
                select! {
                    biased;
                    _ = log.future("a", 9) => {}
                    _ = log.future("b", 9) => {}
                }
            });
            let mut cx = Context::from_waker(Waker::noop());
            assert!(select.as_mut().poll(&mut cx).is_pending());
            log.note("enough");
        }
        assert_eq!(
            log.take(),
            "make a, make b, poll a, poll b, enough, drop a, drop b"
        );
    }

    async fn a_panic_in_a_branch_drops_the_others() {
        let log = Log::default();
        let select = async {
            select! {
                biased;
                _ = log.future("a", 1) => {}
                _ = assume_cancel_safe(poll_fn(|_| -> Poll<()> { panic!("branch") })) => {}
            }
        };
        let result = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(select)).await;
        assert_eq!(*result.unwrap_err().downcast::<&str>().unwrap(), "branch");
        assert_eq!(log.take(), "make a, poll a, drop a");
    }

    async fn a_panic_in_a_handler_comes_after_the_drops() {
        let log = Log::default();
        let select = async {
            select! {
                biased;
                _ = log.future("a", 1) => {}
                _ = log.future("b", 0) => panic!("handler"),
            }
        };
        let result = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(select)).await;
        assert!(result.is_err());
        assert_eq!(log.take(), "make a, make b, poll a, poll b, drop a, drop b");
    }

    async fn it_is_send_when_the_branches_are() {
        fn is_send(_: &impl Send) {}
        let (_tx, mut rx) = mpsc::channel::<Vec<i32>>(1);
        let select = async {
            select! {
                v = rx.recv() => drop(v),
                Some(()) = ready(Some(())) => tokio::task::yield_now().await,
                _ = &mut Box::pin(pending::<()>()) => {}
            }
        };
        is_send(&select);
        select.await;
    }

    async fn branches_share_what_they_look_at() {
        let shared = RefCell::new(1);
        let x = select! {
            v = async { *shared.borrow() } => v,
            v = async { *shared.borrow_mut() += 1; 1 } => v,
        };
        assert_eq!(x, 1);
    }

    async fn a_panic_while_the_futures_are_made() {
        let log = Log::default();
        let select = async {
            select! {
                _ = log.future("a", 0) => {}
                _ = { let b = log.future("b", 0); if b.waits == 0 { panic!("making") } b } => {}
                _ = log.future("c", 0) => {}
            }
        };
        let result = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(select)).await;
        assert_eq!(*result.unwrap_err().downcast::<&str>().unwrap(), "making");
        assert_eq!(log.take(), "make a, make b, drop b, drop a");
    }

    async fn else_runs_when_the_futures_are_dropped() {
        let log = Log::default();
        async fn none(future: Noted<'_>) -> Option<()> {
            future.await;
            None
        }
        let mut items = vec![1];
        let x = select! {
            Some(()) = assume_cancel_safe(none(log.future("a", 0))) => 1,
            Some(v) = async { items.retain(|_| false); items.first().copied() } => v,
            else => { log.note("else"); items.push(2); 3 }
        };
        assert_eq!((x, items), (3, vec![2]));
        assert_eq!(log.take(), "make a, poll a, drop a, else");
    }

    async fn it_runs_on_one_task() {
        let shared = std::rc::Rc::new(Cell::new(1));
        let x = select! {
            v = async { shared.get() } => v,
            v = ready(shared.clone()) => v.get(),
        };
        assert_eq!(x, 1);
    }
}

/// Where ours is better.
mod differences {
    use cancel_safe::safe_select;

    use super::*;

    #[tokio::test]
    async fn a_branch_that_is_off_is_not_evaluated() {
        let mut rx: Option<mpsc::Receiver<i32>> = None;
        let x = safe_select! {
            v = rx.as_mut().unwrap().recv(), if rx.is_some() => v,
            v = ready(Some(1)) => v,
        };
        assert_eq!(x, Some(1));
    }

    #[tokio::test]
    async fn a_false_if_beside_a_select_of_all_kinds() {
        let log = Log::default();
        let (no, yes) = (false, true);
        safe_select! {
            biased;
            _ = log.future("a", 0), if no => {}
            _ = &mut Box::pin(log.future("b", 0)), if no => {}
            _ = log.future("c", 0), if yes => {}
            else => unreachable!(),
        }
        assert_eq!(log.take(), "make c, poll c, drop c");
    }
}
