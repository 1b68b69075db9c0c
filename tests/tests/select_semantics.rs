//! What happens when, side by side with `tokio::select!`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::cell::{Cell, RefCell};
use std::future::{Future, IntoFuture, Ready, pending, poll_fn, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use cancel_safe::{CancelSafe, assume_cancel_safe};
use tests::like_tokio;
use tokio::sync::{mpsc, oneshot};

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

    async fn handlers_await() {
        let x = select! {
            v = ready(1) => { tokio::task::yield_now().await; ready(v + 1).await }
            v = pending::<i32>() => { tokio::task::yield_now().await; v }
        };
        assert_eq!(x, 2);
    }

    async fn handlers_return_break_and_continue() {
        async fn first_even(rx: &mut mpsc::Receiver<i32>) -> Option<i32> {
            'outer: loop {
                loop {
                    select! {
                        v = rx.recv() => match v {
                            Some(v) if v % 2 == 0 => return Some(v),
                            Some(1) => continue,
                            Some(3) => continue 'outer,
                            Some(_) => break,
                            None => break 'outer,
                        },
                        _ = pending::<()>() => unreachable!(),
                    }
                }
            }
            None
        }
        let (tx, mut rx) = mpsc::channel(9);
        for v in [1, 3, 5, 4] {
            tx.send(v).await.unwrap();
        }
        drop(tx);
        assert_eq!(first_even(&mut rx).await, Some(4));
        assert_eq!(first_even(&mut rx).await, None);
    }

    async fn handlers_use_the_question_mark() {
        async fn parse(text: &str) -> Result<i32, std::num::ParseIntError> {
            Ok(select! {
                text = ready(text) => text.parse::<i32>()?,
                _ = pending::<()>() => 0,
            } + 1)
        }
        assert_eq!(parse("1").await, Ok(2));
        assert!(parse("x").await.is_err());
    }

    async fn handlers_unify() {
        let boxed: Box<dyn Fn() -> i32> = select! {
            v = ready(1) => Box::new(move || v),
            _ = pending::<()>() => Box::new(|| 2),
            _ = pending::<()>() => panic!(),
        };
        assert_eq!(boxed(), 1);
    }

    async fn a_loop_breaks_with_a_value() {
        let mut count = 0;
        let x = loop {
            select! {
                _ = ready(()), if count < 3 => count += 1,
                else => break count,
            }
        };
        assert_eq!(x, 3);
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

    async fn the_branches_are_woken() {
        let (tx, mut rx) = mpsc::channel(1);
        let (one, mut shot) = oneshot::channel::<()>();
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            tx.send(1).await.unwrap();
            tokio::task::yield_now().await;
            one.send(()).unwrap();
        });
        let mut events = vec![];
        loop {
            select! {
                v = rx.recv() => if let Some(v) = v { events.push(v) } else { tokio::task::yield_now().await },
                _ = &mut shot => { events.push(0); break }
            }
        }
        assert_eq!(events, [1, 0]);
    }

    async fn joining_two_values() {
        let (tx1, mut rx1) = oneshot::channel();
        let (tx2, mut rx2) = oneshot::channel();
        tokio::spawn(async move { tx1.send("first").unwrap() });
        tokio::spawn(async move { tx2.send("second").unwrap() });
        let (mut a, mut b) = (None, None);
        while a.is_none() || b.is_none() {
            select! {
                v = &mut rx1, if a.is_none() => a = Some(v.unwrap()),
                v = &mut rx2, if b.is_none() => b = Some(v.unwrap()),
                else => unreachable!(),
            }
        }
        assert_eq!((a, b), (Some("first"), Some("second")));
    }

    async fn biased_takes_the_first_that_is_ready() {
        let mut count = 0u8;
        loop {
            select! {
                biased;
                _ = async {}, if count < 1 => { count += 1; assert_eq!(count, 1); }
                _ = async {}, if count < 2 => { count += 1; assert_eq!(count, 2); }
                _ = async {}, if count < 3 => { count += 1; assert_eq!(count, 3); }
                _ = async {}, if count < 4 => { count += 1; assert_eq!(count, 4); }
                else => break,
            }
        }
        assert_eq!(count, 4);
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

    async fn a_task_without_budget_waits() {
        let polled = tokio::spawn(async {
            while tokio::task::coop::has_budget_remaining() {
                tokio::task::consume_budget().await;
            }
            let mut select = pin!(async {
                select! { _ = ready(()) => {}, _ = pending::<()>() => {} }
            });
            let first = poll_fn(|cx| Poll::Ready(select.as_mut().poll(cx))).await;
            select.await;
            first
        });
        assert!(polled.await.unwrap().is_pending());
    }

    async fn always_ready_branches_let_others_run() {
        let (done, mut stop) = oneshot::channel();
        let (tx, mut rx) = mpsc::unbounded_channel();
        tx.send(()).unwrap();
        tokio::spawn(async move { done.send(()).unwrap() });
        loop {
            select! {
                _ = assume_cancel_safe(rx.recv()) => tx.send(()).unwrap(),
                _ = &mut stop => break,
            }
        }
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

    async fn a_timer_outside_the_loop() {
        tokio::time::pause();
        let mut sleep = pin!(tokio::time::sleep(std::time::Duration::from_millis(25)));
        let mut interval = tokio::time::interval(std::time::Duration::from_millis(10));
        let mut ticks = 0;
        loop {
            select! {
                biased;
                _ = &mut sleep => break,
                _ = assume_cancel_safe(interval.tick()) => ticks += 1,
            }
        }
        assert_eq!(ticks, 3);
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
