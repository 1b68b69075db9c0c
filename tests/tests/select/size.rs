//! The future around a select is as small as with `tokio::select!`.

use std::future::{pending, ready};
use std::mem::size_of_val;
use std::pin::pin;

use cancel_safe::{assume_cancel_safe, safe_select};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, sleep};

/// A future of about `N` bytes.
async fn sized<const N: usize>() -> u8 {
    let bytes = [0_u8; N];
    tokio::task::yield_now().await;
    bytes[0]
}

fn safe<const N: usize>() -> impl cancel_safe::CancelSafe<Output = u8> {
    assume_cancel_safe(sized::<N>())
}

/// Both sizes of one body.
macro_rules! sizes {
    ($body:block) => {
        (
            size_of_val(&{
                #[allow(unused_imports)]
                use cancel_safe::safe_select as select;
                async $body
            }),
            size_of_val(&{
                #[allow(unused_imports)]
                use tokio::select;
                async $body
            }),
        )
    };
}

macro_rules! no_larger {
    ($($name:ident $body:block)*) => {$(
        #[test]
        fn $name() {
            let (ours, tokio) = sizes!($body);
            println!("{:<40} ours {ours:>6}   tokio {tokio:>6}", stringify!($name));
            assert!(ours <= tokio + 16, "ours {ours}, tokio {tokio}");
        }
    )*};
}

no_larger! {
    one {
        select! { v = safe::<100>() => v }
    }
    two {
        select! { v = safe::<100>() => v, v = safe::<1000>() => v }
    }
    two_biased {
        select! { biased; v = safe::<100>() => v, v = safe::<1000>() => v }
    }
    five {
        select! {
            v = safe::<1>() => v, v = safe::<10>() => v, v = safe::<100>() => v,
            v = safe::<1000>() => v, v = safe::<10>() => v,
        }
    }
    small {
        select! { v = ready(1) => v, _ = pending::<()>() => 2 }
    }
    conditions {
        let (yes, no) = (true, false);
        select! {
            v = safe::<100>(), if yes => v,
            v = safe::<10>(), if no => v,
            v = ready(1_u8), if no => v,
            else => 0,
        }
    }
    outputs_of_all_sizes {
        select! {
            v = ready([0_u64; 100]) => v.len(),
            v = ready(1_u8) => v as usize,
            v = ready(String::new()) => v.len(),
        }
    }
    handlers_that_await {
        select! {
            v = ready([0_u64; 100]) => { tokio::task::yield_now().await; v.len() }
            v = ready(vec![1]) => { tokio::task::yield_now().await; v.len() }
            v = ready(String::new()) => { tokio::task::yield_now().await; v.len() }
        }
    }
    handlers_that_await_with_patterns {
        select! {
            (a, b) = ready(([0_u64; 100], String::new())) => { tokio::task::yield_now().await; a.len() + b.len() }
            Some(v) = ready(Some(vec![1])) => { tokio::task::yield_now().await; v.len() }
            _ = ready(String::new()) => { tokio::task::yield_now().await; 0 }
        }
    }
    a_loop {
        let (_tx, mut rx) = mpsc::channel::<[u8; 100]>(1);
        let (_one, mut shot) = oneshot::channel::<()>();
        let mut sleep = pin!(sleep(Duration::from_secs(1)));
        loop {
            select! {
                v = rx.recv() => match v { Some(_) => {} None => break },
                _ = &mut shot => break,
                _ = &mut sleep => break,
            }
        }
    }
    temporaries {
        select! {
            _ = &mut Box::pin(safe::<10>()) => 1,
            _ = &mut Box::pin(safe::<10>()) => 2,
        }
    }
    names {
        let (a, b) = (safe::<100>(), safe::<1000>());
        let (c, d) = (futures::future::ready(1_u8), futures::future::ready(2_u8));
        select! { v = a => v, v = b => v, v = c => v, v = d => v }
    }
    async_blocks {
        let n = 3;
        select! {
            v = async { safe::<100>().await + n } => v,
            v = async { n } => v,
        }
    }
    closures {
        let (_tx, mut a) = mpsc::channel::<[u8; 100]>(1);
        let mut b = [0_u8; 100];
        select! {
            v = std::future::poll_fn(|cx| a.poll_recv(cx)) => v.map_or(0, |v| v.len()),
            v = std::future::poll_fn(|_| { b[0] += 1; std::task::Poll::Ready(b.len()) }) => v,
        }
    }
    receivers_of_every_kind {
        let (_tx, mut a) = mpsc::channel::<[u8; 100]>(1);
        let (_tx, b) = mpsc::channel::<[u8; 100]>(1);
        let (mut b, open) = (Some(b), true);
        let mut c = vec![a.max_capacity()];
        select! {
            v = a.recv(), if open => v.map_or(0, |v| v.len()),
            v = b.as_mut().unwrap().recv() => v.map_or(0, |v| v.len()),
            v = &mut Box::pin(async { c.pop().unwrap_or_default() }) => v,
            _ = tokio::task::yield_now() => 0,
        }
    }
    choices {
        let (_tx, mut a) = mpsc::channel::<[u8; 100]>(1);
        let (_tx, mut b) = mpsc::channel::<[u8; 100]>(1);
        let first = a.max_capacity() > 3;
        select! {
            v = if first { a.recv() } else { b.recv() } => v.is_some(),
            v = async { match first { true => safe::<10>().await, false => safe::<20>().await } } => v > 1,
        }
    }
    selects_in_blocks {
        let (_tx, mut a) = mpsc::channel::<[u8; 100]>(1);
        let (_tx, mut b) = mpsc::channel::<[u8; 100]>(1);
        select! {
            v = async { safe_select! { v = a.recv() => v.map(|v| v[0]), v = safe::<50>() => Some(v) } } => v,
            v = b.recv() => v.map(|v| v[0]),
        }
    }
    eight_with_a_handler_that_awaits {
        select! {
            v = ready(1_u64) => v, v = ready(2_u64) => v, v = ready(3_u64) => v,
            v = ready(4_u64) => v, v = ready(5_u64) => v, v = ready(6_u64) => v,
            v = ready(7_u64) => v,
            v = ready(8_u64) => { tokio::task::yield_now().await; v }
        }
    }
}

#[test]
fn sixty_four() {
    let p = pending::<u64>;
    let (ours, tokio) = sizes!({
        select! {
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = safe::<100>() => v as u64,
            v = ready(3_u64) => { tokio::task::yield_now().await; v }
        }
    });
    assert!(ours <= tokio + 16, "ours {ours}, tokio {tokio}");
}

/// Nothing but the futures and the mask.
#[test]
fn it_holds_each_future_once() {
    let alone = size_of_val(&safe::<1000>());
    let select = size_of_val(&async {
        safe_select! { _ = safe::<1000>() => {}, _ = &mut Box::pin(safe::<1>()) => {} }
    });
    assert!(select < alone + 100, "alone {alone}, select {select}");
}
