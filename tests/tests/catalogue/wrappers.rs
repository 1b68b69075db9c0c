//! Wrappers, which lose what the future in them loses: around one that is kept, nothing.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use crate::support::{is_pending, soon};
use cancel_safe::CancelSafe;
use futures::FutureExt as _;
use futures::TryFutureExt as _;
use tokio::sync::oneshot;

fn marked<F: CancelSafe>(future: F) -> F {
    future
}

/// Dropped twice before the message comes, the wrapper is made again around the same receiver.
macro_rules! keeps {
    ($rx:ident: $($wrapped:expr => $output:pat,)+) => {$({
        let (tx, mut $rx) = oneshot::channel::<u8>();
        for _ in 0..2 {
            assert!(is_pending(marked($wrapped)), stringify!($wrapped));
        }
        tx.send(7).unwrap();
        let output = soon(marked($wrapped)).await;
        assert!(matches!(output, $output), stringify!($wrapped));
    })+};
}

tokio::task_local! {
    static KEY: u8;
}

#[tokio::test]
async fn of_tokio() {
    // checks tokio::task::LocalKey: scope
    // checks tokio::task::coop: cooperative, unconstrained
    // checks tokio::time: timeout, timeout_at
    let limit = Duration::from_secs(60);
    let end = tokio::time::Instant::now() + limit;
    keeps! { rx:
        KEY.scope(1, &mut rx) => Ok(7),
        tokio::task::coop::cooperative(&mut rx) => Ok(7),
        tokio::task::coop::unconstrained(&mut rx) => Ok(7),
        tokio::time::timeout(limit, &mut rx) => Ok(Ok(7)),
        tokio::time::timeout_at(end, &mut rx) => Ok(Ok(7)),
    }
}

#[tokio::test]
async fn of_futures() {
    // checks futures_util::future::FutureExt: fuse, map, map_into, inspect, unit_error
    // checks futures_util::future::FutureExt: never_error, catch_unwind
    // checks futures_util::future::TryFutureExt: map_ok, map_err, map_ok_or_else, unwrap_or_else
    // checks futures_util::future::TryFutureExt: ok_into, err_into, into_future, inspect_ok
    // checks futures_util::future::TryFutureExt: inspect_err
    // checks futures_util::future: OptionFuture, Either, Abortable
    use futures::future::{Abortable, Either, OptionFuture};

    type Received = Result<u8, oneshot::error::RecvError>;
    let (_handle, registration) = futures::future::AbortHandle::new_pair();
    let mut registration = Some(registration);
    keeps! { rx:
        (&mut rx).fuse() => Ok(7),
        (&mut rx).map(|n| n.unwrap() + 1) => 8,
        (&mut rx).map_into::<Received>() => Ok(7),
        (&mut rx).inspect(|_| ()) => Ok(7),
        (&mut rx).unit_error() => Ok(Ok(7)),
        (&mut rx).never_error() => Ok(Ok(7)),
        AssertUnwindSafe(&mut rx).catch_unwind() => Ok(Ok(7)),
        (&mut rx).map_ok(|n| n + 1) => Ok(8),
        (&mut rx).map_err(|_| ()) => Ok(7),
        (&mut rx).map_ok_or_else(|_| 0, |n| n + 1) => 8,
        (&mut rx).unwrap_or_else(|_| 0) => 7,
        (&mut rx).ok_into::<u32>() => Ok(7),
        (&mut rx).err_into::<Box<dyn std::error::Error>>() => Ok(7),
        futures::TryFutureExt::into_future(&mut rx) => Ok(7),
        (&mut rx).inspect_ok(|_| ()) => Ok(7),
        (&mut rx).inspect_err(|_| ()) => Ok(7),
        OptionFuture::from(Some(&mut rx)) => Some(Ok(7)),
        Either::<_, std::future::Ready<Received>>::Left(&mut rx) => Ok(7),
    }
    let (tx, mut rx) = oneshot::channel::<u8>();
    tx.send(7).unwrap();
    let abortable = Abortable::new(&mut rx, registration.take().unwrap());
    assert_eq!(soon(marked(abortable)).await, Ok(Ok(7)));
}

#[tokio::test]
async fn of_several() {
    // checks futures_util::future: select, try_select, select_all
    use futures::future::{Either, pending, select, select_all, try_select};

    let mut other = pending::<()>();
    keeps! { rx:
        select(&mut rx, &mut other) => Either::Left((Ok(7), _)),
        select_all([&mut rx]) => (Ok(7), 0, _),
    }
    let mut other = pending::<Result<(), oneshot::error::RecvError>>();
    keeps! { rx:
        try_select(&mut rx, &mut other) => Ok(Either::Left((7, _))),
    }
}

#[tokio::test]
async fn what_never_waits_or_never_ends() {
    // checks futures_util::future: ready, pending, always_ready, lazy
    assert_eq!(soon(marked(futures::future::ready(7))).await, 7);
    assert!(is_pending(marked(futures::future::pending::<()>())));
    assert_eq!(soon(marked(futures::future::always_ready(|| 7))).await, 7);
    assert_eq!(soon(marked(futures::future::lazy(|_| 7))).await, 7);
}
