//! `async` blocks as branches: what can be proved to lose nothing.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::cell::Cell;
use std::future::{pending, ready};
use std::time::Duration;

use cancel_safe::safe_select;
use tokio::sync::mpsc::{Receiver, channel};

fn full<T: Send + 'static>(items: impl IntoIterator<Item = T>) -> Receiver<T> {
    let items: Vec<_> = items.into_iter().collect();
    let (tx, rx) = channel(items.len().max(1));
    for item in items {
        tx.try_send(item).map_err(drop).unwrap();
    }
    rx
}

#[tokio::test]
async fn without_an_await() {
    let (mut count, text) = (0, String::from("x"));
    let x = safe_select! { v = async { count += 1; println!("{text}"); text.len() } => v };
    let y = safe_select! { v = async move { x + 1 } => v };
    assert_eq!((x, y, count), (1, 2, 1));
}

#[tokio::test]
async fn with_one_await() {
    struct Reader {
        rx: Receiver<u32>,
        seen: Vec<u32>,
    }
    impl Reader {
        async fn next(&mut self) -> Option<usize> {
            safe_select! {
                v = async {
                    let Some(v) = self.rx.recv().await else { return None };
                    self.seen.push(v);
                    for w in &self.seen {
                        println!("{w}");
                    }
                    Some(self.seen.len())
                } => v,
                _ = pending::<()>() => None,
            }
        }
    }
    let mut reader = Reader { rx: full([1, 2]), seen: vec![] };
    assert_eq!(reader.next().await, Some(1));
    assert_eq!(reader.next().await, Some(2));
}

#[tokio::test]
async fn with_one_await_of_any_shape() {
    let mut rx = full(1..=9);
    let limit = Duration::ZERO;
    let x = safe_select! { v = async { rx.recv().await.map(|v| v + 1) } => v };
    assert_eq!(x, Some(2));
    let x = safe_select! { v = async { match rx.recv().await { Some(v) => v, None => 0 } } => v };
    assert_eq!(x, 2);
    let x = safe_select! { v = async { if let Some(v) = rx.recv().await { v } else { 0 } } => v };
    assert_eq!(x, 3);
    let x = safe_select! { v = async { Ok::<_, ()>(rx.recv().await.ok_or(())?) } => v };
    assert_eq!(x, Ok(4));
    let yes = true;
    let x = safe_select! { v = async { if yes { rx.recv().await } else { None } } => v };
    assert_eq!(x, Some(5));
    let mut sum = 0;
    safe_select! { _ = async { sum += rx.recv().await.unwrap() } => {} }
    assert_eq!(sum, 6);
    let x =
        safe_select! { v = async { let one = 1; let v = rx.recv().await; (v, one, limit) } => v };
    assert_eq!(x, (Some(7), 1, limit));
    let x = safe_select! { v = async { Box::pin(rx.recv()).await } => v };
    assert_eq!(x, Some(8));
}

#[tokio::test]
async fn moving_what_can_be_copied() {
    let shared = &Cell::new(1);
    let x = safe_select! { v = async move { ready(shared.get()).await } => v };
    assert_eq!(x, 1);
}

#[tokio::test]
async fn boxed_and_pinned() {
    let x = safe_select! { v = &mut Box::pin(async { ready(1).await }) => v };
    let y = safe_select! { v = std::pin::pin!(async { ready(1).await }) => v };
    assert_eq!((x, y), (1, 1));
}

/// What is claimed of a future is no effect, whoever makes it.
#[tokio::test]
async fn claims() {
    let state = tokio::sync::Mutex::new(1);
    let x = safe_select! {
        v = async { *cancel_safe::requeue(state.lock()).await } => v,
        v = async { cancel_safe::abandon(ready(1)).await } => v,
    };
    assert_eq!(x, 1);
}

#[tokio::test]
async fn an_await_on_each_way() {
    let mut rx = Some(full(1..=9));
    for _ in 0..2 {
        let x = safe_select! {
            v = async { if let Some(rx) = rx.as_mut() { rx.recv().await } else { pending().await } } => v,
            _ = ready(()), if rx.is_none() => None,
        };
        assert_eq!(x, rx.as_ref().map(|_| 1));
        rx = None;
    }
    let (mut a, mut b) = (full([2]), full([3]));
    let x = safe_select! {
        v = async {
            match (&mut rx, &mut a) {
                (Some(rx), _) => rx.recv().await,
                (None, a) if a.is_empty() => return b.recv().await,
                (None, a) => a.recv().await,
            }
        } => v,
    };
    assert_eq!(x, Some(2));
    let x = safe_select! {
        v = async {
            if rx.is_some() && b.is_empty() {
                return None;
            }
            let Some(rx) = &mut rx else { return b.recv().await };
            rx.recv().await
        } => v,
    };
    assert_eq!(x, Some(3));
}

/// An effect on a way that does not lead to the await.
#[tokio::test]
async fn an_effect_elsewhere() {
    let (mut rx, mut queue) = (full([1]), vec![7]);
    for expected in [7, 1] {
        let x = safe_select! {
            v = async {
                if !queue.is_empty() {
                    return queue.pop();
                }
                rx.recv().await
            } => v,
        };
        assert_eq!(x, Some(expected));
    }
}

#[tokio::test]
async fn what_comes_before_without_effect() {
    struct Limits {
        first: Option<Duration>,
    }
    let mut rx = Some(full(1..=9));
    let limits = &Limits { first: Some(Duration::MAX) };
    let x = safe_select! {
        v = async {
            assert!(rx.is_some(), "none {:p}", limits);
            let limit = limits.first.unwrap().min(Duration::from_secs(9)).as_secs();
            let (text, list) = (format!("{limit}"), vec![limit; 2]);
            let large = matches!(limits.first, Some(limit) if limit > Duration::from_secs(1));
            let rx = rx.as_mut().expect("a receiver");
            let v = rx.recv().await;
            (v, text, list, large)
        } => v,
    };
    assert_eq!(x, (Some(1), String::from("9"), vec![9; 2], true));
}

/// As an `async` block may, and a closure may not.
#[tokio::test]
async fn what_it_yields_may_borrow_from_what_it_mentions() {
    let (mut rx, mut names) = (full(["a", "b"]), vec![]);
    let last = safe_select! {
        v = async { names.extend(rx.recv().await); names.last_mut() } => v,
    };
    *last.unwrap() = "c";
    assert_eq!(names, ["c"]);
}

#[tokio::test]
async fn its_type_may_be_inferred_from_the_handler() {
    async fn converted(rx: &mut Receiver<u32>) -> Result<u64, std::fmt::Error> {
        safe_select! { v = async { Ok(rx.recv().await.unwrap_or_default().into()) } => v }
    }
    async fn in_a_select(rx: &mut Receiver<u32>) -> u64 {
        safe_select! {
            v = async { safe_select! { v = rx.recv() => v.unwrap_or_default().into() } } => v,
        }
    }
    let (mut texts, mut total) = (full(["7"]), 0_u8);
    safe_select! {
        v = async { texts.recv().await.map(|text| text.parse().unwrap()) } => total += v.unwrap_or(0),
    }
    assert_eq!(total, 7);
    assert_eq!(converted(&mut full([1])).await, Ok(1));
    assert_eq!(in_a_select(&mut full([1])).await, 1);
}

/// Macros that nobody knows, behind the await.
#[tokio::test]
async fn macros_behind_the_await() {
    macro_rules! note {
        ($notes:ident, $($note:tt)*) => {
            $notes.push(format!($($note)*))
        };
    }
    let (mut rx, mut notes) = (full([1]), vec![]);
    let x = safe_select! {
        v = async {
            let v = rx.recv().await;
            note!(notes, "{v:?}");
            v
        } => v,
    };
    assert_eq!((x, notes), (Some(1), vec![String::from("Some(1)")]));
}

mod with_a_select {
    use super::*;

    #[tokio::test]
    async fn as_its_only_await() {
        let (mut a, mut b, mut c) = (full([1]), full([1]), full([1]));
        let mut sum = 0;
        for _ in 0..3 {
            let x = safe_select! {
                v = async {
                    safe_select! {
                        Some(v) = a.recv() => v,
                        Some(v) = b.recv(), if sum < 9 => { sum += 1; v }
                        else => 0,
                    }
                } => v,
                Some(v) = c.recv() => v,
            };
            sum += x;
        }
        assert!((3..=4).contains(&sum));
    }

    /// Dropped while it waits, it loses nothing.
    #[tokio::test]
    async fn that_loses() {
        let (tx, mut rx) = channel(9);
        let (tick, mut ticks) = channel(9);
        for n in 0..3 {
            tick.send(()).await.unwrap();
            let mut seen = vec![];
            safe_select! {
                biased;
                _ = async {
                    safe_select! {
                        biased;
                        v = rx.recv() => seen.extend(v),
                        _ = pending::<()>() => unreachable!(),
                    }
                } => unreachable!(),
                _ = ticks.recv() => tx.send(n).await.unwrap(),
            }
            assert_eq!(seen, []);
            assert_eq!(rx.recv().await, Some(n));
        }
    }

    #[tokio::test]
    async fn as_a_statement_and_in_another() {
        let (mut a, mut b) = (full([1, 2]), full([]));
        let mut seen = vec![];
        safe_select! {
            _ = async {
                let limit = 3;
                safe_select! {
                    v = async {
                        safe_select! { v = a.recv() => v, _ = pending::<()>() => None }
                    } => seen.push((v, limit)),
                    v = b.recv(), if limit < 2 => assert_eq!(v, Some(())),
                }
            } => {}
        }
        assert_eq!(seen, [(Some(1), 3)]);
    }

    #[tokio::test]
    async fn with_handlers_that_return() {
        async fn next(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Result<u32, ()> {
            safe_select! {
                v = async {
                    let v = safe_select! {
                        v = a.recv() => v.ok_or(())?,
                        v = b.recv() => return v.ok_or(()),
                    };
                    Ok(v + 10)
                } => v,
            }
        }
        let (tx, mut never) = channel(1);
        assert_eq!(next(&mut full([1]), &mut never).await, Ok(11));
        assert_eq!(next(&mut never, &mut full([2])).await, Ok(2));
        drop(tx);
        assert_eq!(next(&mut never, &mut never_again()).await, Err(()));
        fn never_again() -> Receiver<u32> {
            full([])
        }
    }

    #[tokio::test]
    async fn whose_default_comes_before_the_await() {
        let (tx, mut rx) = channel::<u32>(1);
        let x = safe_select! {
            v = async { safe_select! { v = rx.recv() => v, default => Some(3) } } => v,
        };
        assert_eq!(x, Some(3));
        drop(tx);
    }
}

/// What `poll_fn` makes is no more than a closure that borrows.
mod with_a_closure {
    use super::*;
    use std::future::{self, poll_fn};
    use std::task::Poll;

    #[tokio::test]
    async fn that_polls_what_it_borrows() {
        let (tx, mut rx) = channel(9);
        let mut ticks = full(0..3);
        for n in 0..3 {
            safe_select! {
                biased;
                v = poll_fn(|cx| rx.poll_recv(cx)) => assert_eq!(v, Some(n - 1)),
                _ = ticks.recv() => tx.send(n).await.unwrap(),
            }
            let v = safe_select! { v = std::future::poll_fn(|cx| rx.poll_recv(cx)) => v };
            assert_eq!(v, Some(n));
        }
    }

    #[tokio::test]
    async fn inside_of_others() {
        let mut rx = full(1..=3);
        let x = safe_select! {
            v = tokio::time::timeout(Duration::MAX, future::poll_fn(|cx| rx.poll_recv(cx))) => v,
        };
        let y = safe_select! { v = &mut futures::future::poll_fn(|cx| rx.poll_recv(cx)) => v };
        let z = safe_select! { v = Box::pin(poll_fn(|cx| rx.poll_recv(cx))) => v };
        assert_eq!((x, y, z), (Ok(Some(1)), Some(2), Some(3)));
    }

    #[tokio::test]
    async fn whose_type_comes_from_the_handler() {
        let sum: u64;
        safe_select! { v = poll_fn(|_| Poll::Ready(Default::default())) => sum = v }
        assert_eq!(sum, 0);
    }
}
