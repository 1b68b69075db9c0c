//! Branches that are cancel-safe, and need not say so.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::cell::Cell;
use std::future::{Future, pending, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use cancel_safe::{CancelSafe, abandon, assume_cancel_safe, requeue, safe_select};
use tokio::sync::mpsc::{Receiver, channel};

fn full<T: Send + 'static>(items: impl IntoIterator<Item = T>) -> Receiver<T> {
    let items: Vec<_> = items.into_iter().collect();
    let (tx, rx) = channel(items.len().max(1));
    for item in items {
        tx.try_send(item).map_err(drop).unwrap();
    }
    rx
}

mod receivers {
    use super::*;

    struct Connection {
        rx: Receiver<u32>,
        more: Vec<Receiver<u32>>,
        pair: (u8, Receiver<u32>),
    }

    impl Connection {
        fn new() -> Self {
            Connection { rx: full([1]), more: vec![full([2]), full([3])], pair: (0, full([4])) }
        }

        fn rx(&mut self) -> &mut Receiver<u32> {
            &mut self.rx
        }

        async fn next(&mut self, which: usize) -> Option<u32> {
            safe_select! {
                biased;
                v = self.rx.recv(), if which == 0 => v,
                v = self.more[0].recv(), if which == 1 => v,
                v = self.pair.1.recv(), if which == 2 => v,
                else => None,
            }
        }
    }

    #[tokio::test]
    async fn places() {
        let mut connection = Connection::new();
        assert_eq!(connection.next(0).await, Some(1));
        assert_eq!(connection.next(1).await, Some(2));
        assert_eq!(connection.next(2).await, Some(4));
        assert_eq!(connection.next(3).await, None);
        let x = safe_select! { v = connection.more[1].recv() => v };
        assert_eq!(x, Some(3));
    }

    #[tokio::test]
    async fn a_reference() {
        async fn next(rx: &mut Receiver<u32>) -> Option<u32> {
            safe_select! { v = rx.recv() => v, _ = pending::<()>() => None }
        }
        assert_eq!(next(&mut full([1])).await, Some(1));
    }

    #[tokio::test]
    async fn a_dereferenced_reference_and_parentheses() {
        let mut rx = full([1, 2]);
        let by_ref = &mut rx;
        let x = safe_select! { v = (*by_ref).recv() => v };
        let y = safe_select! { v = (&mut *by_ref).recv() => v };
        assert_eq!((x, y), (Some(1), Some(2)));
    }

    #[tokio::test]
    async fn a_chain_of_calls() {
        let mut connection = Connection::new();
        let x = safe_select! { v = connection.rx().recv() => v };
        assert_eq!(x, Some(1));
        let mut rx = Some(full([2]));
        let x =
            safe_select! { v = rx.as_mut().unwrap().recv(), if rx.is_some() => v, else => None };
        assert_eq!(x, Some(2));
    }

    /// And what is behind a guard has the methods of its traits.
    #[tokio::test]
    async fn guards() {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        use tokio_stream::{StreamExt as _, wrappers::ReceiverStream};

        let (cell, lock) = (std::cell::RefCell::new(full([1])), std::sync::RwLock::new(full([2])));
        let (mut one, mut two) = (cell.borrow_mut(), lock.write().unwrap());
        let x = safe_select! { v = one.recv(), if true => v, v = two.recv(), if false => v, else => None };
        let y = safe_select! { v = two.recv() => v };
        assert_eq!((x, y), (Some(1), Some(2)));
        let stream = tokio::sync::Mutex::new(ReceiverStream::new(full([3])));
        let mut stream = stream.lock().await;
        let x = safe_select! { v = stream.next() => v };
        assert_eq!(x, Some(3));
        let (mut near, far) = tokio::io::duplex(9);
        near.write_all(b"abc").await.unwrap();
        let far = std::sync::Arc::new(tokio::sync::RwLock::new(far));
        let (mut far, mut buffer) = (far.write_owned().await, [0; 9]);
        let x = safe_select! { n = far.read(&mut buffer) => n.unwrap() };
        assert_eq!(x, 3);
    }

    #[tokio::test]
    async fn generics() {
        async fn next<T: Send>(rx: &mut Receiver<T>, or: T) -> T {
            safe_select! { Some(v) = rx.recv() => v, else => or }
        }
        assert_eq!(next(&mut full([1]), 2).await, 1);
        assert_eq!(next(&mut full([]), 2).await, 2);
    }

    #[tokio::test]
    async fn a_receiver_is_evaluated_once() {
        let count = Cell::new(0);
        let mut rx = full([1]);
        let x = safe_select! { v = { count.set(count.get() + 1); &mut rx }.recv() => v };
        assert_eq!((x, count.get()), (Some(1), 1));
    }

    /// By value, which it can be only once.
    struct Once(Receiver<u32>);

    impl Once {
        fn recv(self) -> impl CancelSafe<Output = Option<u32>> {
            let mut rx = self.0;
            assume_cancel_safe(async move { rx.recv().await })
        }
    }

    #[tokio::test]
    async fn a_receiver_may_be_moved() {
        let once = Once(full([1]));
        let x = safe_select! { v = once.recv() => v };
        assert_eq!(x, Some(1));
    }

    #[tokio::test]
    async fn with_a_turbofish_and_a_raw_name() {
        struct Typed;
        impl Typed {
            fn r#await<T: Default>(&self) -> std::future::Ready<T> {
                ready(T::default())
            }
        }
        let x = safe_select! { v = Typed.r#await::<u8>() => v };
        assert_eq!(x, 0);
    }
}

mod by_type {
    use super::*;

    #[tokio::test]
    async fn references_to_any_future() {
        async fn own() -> u32 {
            1
        }
        let mut pinned = pin!(own());
        let mut boxed: Pin<Box<dyn Future<Output = u32>>> = Box::pin(own());
        let mut third = Box::pin(own());
        struct Holder {
            task: tokio::task::JoinHandle<u32>,
        }
        let mut holder = Holder { task: tokio::spawn(own()) };
        for _ in 0..3 {
            let x = safe_select! {
                v = &mut pinned, if false => v,
                v = boxed.as_mut(), if false => v,
                v = third.as_mut(), if false => v,
                v = &mut holder.task, if true => v.unwrap(),
                else => 0,
            };
            assert_eq!(x, 1);
            holder.task = tokio::spawn(own());
        }
        let (tx, mut rx) = tokio::sync::oneshot::channel();
        tx.send(2).unwrap();
        let x = safe_select! { v = &mut rx => v, v = &mut boxed, if false => Ok(v) };
        assert_eq!(x, Ok(2));
    }

    #[tokio::test]
    async fn claims() {
        let lock = tokio::sync::Mutex::new(1);
        let x = safe_select! {
            biased;
            v = assume_cancel_safe(pending::<u32>()) => v,
            v = abandon(async { tokio::task::yield_now().await; 1 }) => v,
            v = requeue(lock.lock()) => *v,
        };
        assert_eq!(x, 1);
    }

    #[tokio::test]
    async fn what_a_function_returns() {
        fn next(rx: &mut Receiver<u32>) -> impl CancelSafe<Output = Option<u32>> + use<'_> {
            assume_cancel_safe(rx.recv())
        }
        trait Source {
            fn next(&mut self) -> impl CancelSafe<Output = u32>;
        }
        async fn from(source: &mut impl Source) -> u32 {
            safe_select! { v = source.next() => v, _ = pending::<()>() => 0 }
        }
        struct Three;
        impl Source for Three {
            fn next(&mut self) -> impl CancelSafe<Output = u32> {
                ready(3)
            }
        }
        let mut rx = full([1]);
        let x = safe_select! { v = next(&mut rx) => v };
        assert_eq!((x, from(&mut Three).await), (Some(1), 3));
    }

    #[tokio::test]
    async fn a_generic_future() {
        async fn first<F: CancelSafe>(future: F) -> F::Output {
            safe_select! { v = future => v }
        }
        assert_eq!(first(ready(1)).await, 1);
    }

    #[tokio::test]
    async fn a_box_of_a_call() {
        let mut rx = full([1, 2, 3]);
        let x = safe_select! { v = Box::pin(rx.recv()) => v };
        let y = safe_select! { v = &mut Box::pin(rx.recv()) => v };
        let z = safe_select! { v = std::pin::pin!(rx.recv()) => v };
        assert_eq!((x, y, z), (Some(1), Some(2), Some(3)));
    }
}

mod wrappers {
    use super::*;

    fn timeout<F: CancelSafe>(_: Duration, future: F) -> impl CancelSafe<Output = F::Output> {
        assume_cancel_safe(future)
    }

    /// Cancel-safe if what it wraps is.
    struct Fused<F>(F);

    impl<F: Future + Unpin> Future for Fused<F> {
        type Output = F::Output;

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
            Pin::new(&mut self.0).poll(cx)
        }
    }

    impl<F: CancelSafe + Unpin> CancelSafe for Fused<F> {}

    trait Fuse: Sized {
        fn fuse(self) -> Fused<Pin<Box<Self>>> {
            Fused(Box::pin(self))
        }
    }

    impl<F: Future> Fuse for F {}

    #[tokio::test]
    async fn are_looked_through() {
        let mut rx = full([1, 2, 3]);
        let x = safe_select! { v = timeout(Duration::ZERO, rx.recv()) => v };
        let y = safe_select! { v = rx.recv().fuse() => v };
        let z = safe_select! { v = timeout(Duration::ZERO, rx.recv().fuse()).fuse() => v };
        assert_eq!((x, y, z), (Some(1), Some(2), Some(3)));
    }

    #[tokio::test]
    async fn that_choose() {
        use futures::future::{Either, FutureExt as _, OptionFuture};

        let (mut rx, mut none) = (Some(full(1..=9)), None::<Receiver<u32>>);
        let x = safe_select! {
            v = match &mut rx { Some(rx) => Either::Left(rx.recv()), None => Either::Right(ready(None)) } => v,
        };
        let y = safe_select! {
            v = if let Some(rx) = &mut rx { rx.recv().left_future() } else { ready(None).right_future() } => v,
        };
        assert_eq!((x, y), (Some(1), Some(2)));
        let x = safe_select! {
            Some(v) = OptionFuture::from(rx.as_mut().map(|rx| rx.recv())) => v,
            Some(v) = OptionFuture::from(none.as_mut().map(|rx| rx.recv())) => v,
            else => None,
        };
        assert_eq!(x, Some(3));
        let rx = rx.as_mut().unwrap();
        let x = safe_select! { Some(v) = OptionFuture::from(Some(rx.recv())) => v, else => None };
        assert_eq!(x, Some(4));
    }

    #[tokio::test]
    async fn that_box() {
        use futures::future::FutureExt as _;

        let mut rx = full(1..=9);
        let x = safe_select! { v = rx.recv().boxed() => v };
        let y = safe_select! { v = rx.recv().map(|v| v).boxed_local() => v };
        let z = safe_select! { v = &mut rx.recv().boxed() => v };
        assert_eq!((x, y, z), (Some(1), Some(2), Some(3)));
    }

    #[tokio::test]
    async fn a_method_of_the_same_name_that_wraps_no_future() {
        struct Builder(u32);
        impl Builder {
            fn step(&self) -> Builder {
                Builder(self.0 + 1)
            }
            fn map(&self, n: u32) -> std::future::Ready<u32> {
                ready(self.0 + n)
            }
        }
        let x = safe_select! { v = Builder(1).step().map(2) => v };
        assert_eq!(x, 4);
    }
}

mod choices {
    use super::*;

    #[tokio::test]
    async fn the_future_of_a_block_an_if_and_a_match() {
        let (mut a, mut b, mut c) = (full([1]), full([2]), full([3]));
        for which in 0..3 {
            let x = safe_select! {
                v = { let rx = &mut a; rx.recv() }, if which == 0 => v,
                v = if which == 1 { b.recv() } else { b.recv() }, if which == 1 => v,
                v = match Some(&mut c) { Some(rx) => rx.recv(), _ => unreachable!() }, if which == 2 => v,
                else => None,
            };
            assert_eq!(x, Some(which + 1));
        }
    }
}

/// Known by what they are, not by what they are called.
mod functions {
    use super::*;
    use tokio::task::yield_now;

    #[tokio::test]
    async fn of_the_catalogue() {
        use tokio::task::coop::consume_budget;

        let x = safe_select! { _ = yield_now() => 1, _ = pending::<()>() => 2 };
        let y = safe_select! { _ = tokio::task::yield_now() => 1, _ = { yield_now() } => 1 };
        let z = safe_select! { _ = consume_budget() => 1, _ = async { yield_now().await } => 1 };
        assert_eq!((x, y, z), (1, 1, 1));
    }

    #[tokio::test]
    async fn of_the_same_name() {
        fn yield_now<T: Default>(_: Vec<T>) -> std::future::Ready<T> {
            ready(T::default())
        }
        let consume_budget = || ready(1);
        let x: u32 = safe_select! { v = yield_now(vec![0_u32]) => v, v = consume_budget() => v };
        assert!(x < 2);
    }
}
