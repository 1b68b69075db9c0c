//! What handlers and the loops around a select do, side by side with `tokio::select!`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::future::{Future, pending, poll_fn, ready};
use std::pin::pin;
use std::task::Poll;

use cancel_safe::assume_cancel_safe;
use tests::like_tokio;
use tokio::sync::{mpsc, oneshot};

like_tokio! {
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
}
