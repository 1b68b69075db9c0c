//! Every form and property of `futures::select!`, side by side.
//!
//! | property | test |
//! |---|---|
//! | futures by name stay where they are, and can be used again | `futures_by_name`, `handlers_may_use_the_other_futures` |
//! | a name that is pinned, boxed, a reference | `pinned_and_fused`, `by_reference` |
//! | a name that is used in each round of a loop | `fused_for_all_rounds_of_a_loop` |
//! | expressions that yield a future need no `Unpin` | `streams`, `in_a_closure` |
//! | one of those that are ready is chosen at random | `select_fairness` |
//! | `select_biased!` | `biased` |
//! | terminated futures are not polled | `terminated_futures_are_not_polled` |
//! | `complete` when all are terminated, as often as asked | `futures_by_name_in_a_loop_until_complete`, `default_and_complete` |
//! | a panic when all are terminated, and there is no `complete` | `all_complete_and_no_way_on` |
//! | `default` when none is ready, without waiting | `default_when_nothing_is_ready`, `default_does_not_await` |
//! | `complete` and `default` in any place, with and without commas | `default_and_complete`, `blocks_need_no_commas` |
//! | streams: `next`, `select_next_some` | `streams`, `select_next_some` |
//! | handlers await, return, change what the others wait for | `handlers_await_and_return`, `handlers_may_start_a_future_anew`, `the_stream_may_be_used_in_its_handler` |
//! | irrefutable patterns | `irrefutable_patterns` |
//! | in functions, closures, blocks, other macros | `in_a_closure`, `select_contexts` |
//! | it is woken | `it_waits_to_be_woken` |

// The original needs the `mut`s, ours not.
#![allow(unused_mut)]

use std::cell::Cell;
use std::pin::pin;
use std::task::Poll;

use cancel_safe::assume_cancel_safe;
use futures::channel::{mpsc, oneshot};
use futures::future::{self, Fuse, FusedFuture, FutureExt, Pending, pending, poll_fn, ready};
use futures::stream::{self, FusedStream, StreamExt};
use tests::like_futures;

/// Waits for ever, and does not call itself terminated, as `pending()` does.
fn never() -> Fuse<Pending<i32>> {
    pending().fuse()
}

like_futures! {
    async fn futures_by_name() {
        let mut a = async { 4 }.boxed().fuse();
        let mut b = never().boxed().fuse();
        let x = select! {
            a = a => a + 1,
            b = b => b,
        };
        assert_eq!(x, 5);
        assert!(a.is_terminated());
        assert!(!b.is_terminated());
    }

    async fn futures_by_name_in_a_loop_until_complete() {
        let mut a = ready(4);
        let mut b = ready(6);
        let mut sum = 0;
        loop {
            select! {
                a = a => sum += a,
                b = b => sum += b,
                complete => break,
            }
        }
        assert_eq!(sum, 10);
    }

    async fn pinned_and_fused() {
        async fn one() -> i32 { 1 }
        let a = one().fuse();
        let mut a = pin!(a);
        let mut b = Box::pin(pending::<i32>().fuse());
        let x = select! {
            a = a => a,
            b = b => b,
        };
        assert_eq!(x, 1);
        assert!(a.is_terminated());
    }

    async fn fused_for_all_rounds_of_a_loop() {
        let mut count = 0;
        let mut items = stream::iter(1..=3).chain(stream::pending()).fuse();
        let mut end = tokio::time::sleep(std::time::Duration::from_millis(1)).boxed().fuse();
        let mut never = Box::pin(pending::<()>().fuse());
        let mut nor = pending::<()>().fuse();
        loop {
            select! {
                _ = assume_cancel_safe(items.next()) => count += 1,
                _ = never => unreachable!(),
                _ = nor => unreachable!(),
                _ = end => break,
            }
        }
        assert_eq!(count, 3);
    }

    async fn by_reference() {
        let mut a = ready(4);
        let x = select! { a = &mut a => a, };
        assert_eq!(x, 4);
        assert!(a.is_terminated());
    }

    async fn streams() {
        let mut evens = stream::iter([2, 4]).fuse();
        let mut odds = stream::iter([1, 3]).fuse();
        let mut seen = vec![];
        loop {
            let item = select! {
                x = assume_cancel_safe(evens.next()) => x,
                x = assume_cancel_safe(odds.next()) => x,
                complete => break,
            };
            seen.extend(item);
        }
        seen.sort();
        assert_eq!(seen, [1, 2, 3, 4]);
    }

    async fn select_next_some() {
        let mut evens = stream::iter([2, 4]).fuse();
        let mut none = stream::empty::<i32>();
        let mut seen = vec![];
        loop {
            select! {
                x = assume_cancel_safe(evens.select_next_some()) => seen.push(x),
                x = assume_cancel_safe(none.select_next_some()) => seen.push(x),
                complete => break,
            }
        }
        assert_eq!(seen, [2, 4]);
        assert!(evens.is_terminated());
    }

    async fn terminated_futures_are_not_polled() {
        let mut done = Fuse::<future::Ready<i32>>::terminated();
        let mut a = ready(1);
        let x = select! {
            v = done => v,
            v = a => v,
        };
        assert_eq!(x, 1);
    }

    async fn default_when_nothing_is_ready() {
        let (tx, mut rx) = oneshot::channel::<i32>();
        let mut tries = 0;
        let mut tx = Some(tx);
        let x = loop {
            select! {
                v = rx => break v.unwrap(),
                default => {
                    tries += 1;
                    tx.take().unwrap().send(3).unwrap();
                }
            }
        };
        assert_eq!((x, tries), (3, 1));
    }

    async fn default_and_complete() {
        let mut a = ready(1);
        let mut names = vec![];
        for _ in 0..2 {
            names.push(select! {
                _ = a => "a",
                complete => "complete",
                default => "default",
            });
        }
        let mut b = never();
        names.push(select! {
            _ = b => "b",
            default => "default",
            complete => "complete",
        });
        assert_eq!(names, ["a", "complete", "default"]);
    }

    async fn default_does_not_await() {
        fn sync() -> i32 {
            let mut never = never();
            select! { _ = never => 1, default => 2 }
        }
        assert_eq!(sync(), 2);
    }

    async fn handlers_await_and_return() {
        async fn f() -> i32 {
            let mut a = ready(1);
            let mut b = never();
            select! {
                v = a => { if v == 1 { return ready(v + 1).await; } v }
                v = b => { v }
            }
        }
        assert_eq!(f().await, 2);
    }

    async fn blocks_need_no_commas() {
        let mut a = ready(1);
        let mut b = never();
        let x = select! {
            v = a => { v }
            v = b => { v }
            default => { 0 }
            complete => 0,
        };
        assert_eq!(x, 1);
    }

    async fn handlers_may_use_the_other_futures() {
        let mut a = ready(1);
        let mut b = ready(2);
        let x = select! {
            v = a => v + (&mut b).await,
            v = b => v + (&mut a).await,
        };
        assert_eq!(x, 3);
    }

    async fn handlers_may_start_a_future_anew() {
        let mut a = ready(1);
        let mut b = ready(2);
        let mut sum = 0;
        while sum < 20 {
            select! {
                v = a => { sum += v; b = ready(2); }
                v = b => { sum += v; a = ready(1); }
            }
        }
        assert!(sum >= 20);
    }

    async fn the_stream_may_be_used_in_its_handler() {
        let (tx, mut rx) = mpsc::unbounded::<i32>();
        for v in 1..4 {
            tx.unbounded_send(v).unwrap();
        }
        drop(tx);
        let mut seen = vec![];
        loop {
            select! {
                v = assume_cancel_safe(rx.next()) => {
                    seen.extend(v);
                    seen.extend(rx.next().await);
                }
                complete => break,
            }
        }
        assert_eq!(seen, [1, 2, 3]);
    }

    async fn irrefutable_patterns() {
        let mut a = ready((1, 2));
        let x = select! { (v, _) = a => v };
        assert_eq!(x, 1);
    }

    async fn in_a_closure() {
        let count = Cell::new(0);
        let run = || async {
            let mut a = ready(1);
            select! { v = a => count.set(count.get() + v) }
        };
        run().await;
        run().await;
        assert_eq!(count.get(), 2);
    }

    #[should_panic]
    async fn all_complete_and_no_way_on() {
        let mut a = Fuse::<future::Ready<i32>>::terminated();
        select! { _ = a => {} }
    }

    async fn it_waits_to_be_woken() {
        let mut polls = 0;
        let mut twice = poll_fn(move |cx| {
            polls += 1;
            cx.waker().wake_by_ref();
            if polls == 3 { Poll::Ready(polls) } else { Poll::Pending }
        }).fuse();
        let mut never = never();
        let x = select! { v = twice => v, v = never => v };
        assert_eq!(x, 3);
    }
}

/// `futures::select_biased!` is `biased;` here.
#[tokio::test]
async fn biased() {
    for _ in 0..50 {
        let (mut a, mut b) = (ready(1), ready(2));
        let x = futures::select_biased! { v = a => v, v = b => v };
        assert_eq!(x, 1);
        let (a, b) = (ready(1), ready(2));
        let x = cancel_safe::safe_select! { biased; v = a => v, v = b => v };
        assert_eq!(x, 1);
    }
}

/// tokio waits for `pending()`, which calls itself terminated, and so do we, unless `complete` is
/// there to say otherwise.
#[tokio::test]
async fn pending_is_waited_for() {
    let none = || std::future::ready(None::<i32>);
    let select = async {
        cancel_safe::safe_select! {
            Some(v) = none() => v,
            v = assume_cancel_safe(pending()) => v,
        }
    };
    assert!(select.now_or_never().is_none());
    let select = async {
        cancel_safe::safe_select! {
            Some(v) = none() => v,
            v = assume_cancel_safe(pending()) => v,
            else => 1,
        }
    };
    assert!(select.now_or_never().is_none());
    let select = async {
        cancel_safe::safe_select! {
            Some(v) = none() => v,
            v = assume_cancel_safe(pending()) => v,
            complete => 1,
        }
    };
    assert_eq!(select.now_or_never(), Some(1));
}

/// A name that no `select!` of futures could leave where it is, since it is not `mut`.
#[tokio::test]
async fn a_name_that_is_not_mut() {
    let a = ready(1);
    let x = tokio::select! { a = a => a };
    let a = ready(1);
    let y = cancel_safe::safe_select! { a = a => a };
    assert_eq!(x, y);
}

/// With `default`, nothing is left waiting where all branches are off.
#[tokio::test]
async fn default_covers_the_branches_that_are_off() {
    let no = false;
    let x = cancel_safe::safe_select! {
        _ = std::future::ready(()), if no => 1,
        default => 2,
    };
    assert_eq!(x, 2);
}
