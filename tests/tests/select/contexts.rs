//! Where a select may stand: inside of macros, closures, generic code; and what its operands and
//! handlers may do there. Side by side with the originals.

// The forms under test are not always those that one would write.
#![allow(clippy::all, unused_parens, unused_braces)]
#![deny(warnings)]

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, ready};
use std::pin::{Pin, pin};
use std::time::Duration;

use tests::{like_futures, like_tokio};
use tokio::sync::{mpsc, oneshot};

macro_rules! frag {
    ($p:pat, $e:expr, $b:block, $i:ident, $t:ty, $l:lifetime, $lit:literal, $($tt:tt)*) => {{
        $l: loop {
            select! {
                $p = $e => break $l ($b),
                $i = ready::<$t>($lit), if $lit > 100 => break $l $i,
                $($tt)*
            }
        }
    }};
}
macro_rules! whole { ($($tt:tt)*) => { select! { $($tt)* } }; }
macro_rules! arms { ($($p:pat = $f:expr, if $c:expr => $h:expr),* ; $e:expr) => { select! { $($p = $f, if $c => ($h)),*, else => $e } }; }
macro_rules! present {
    ($p:pat, $f:expr) => {
        select! { Some($p) = $f => 1, else => 2 }
    };
}
macro_rules! maybe {
    ($p:pat, $f:expr) => {
        select! { $p = $f => 1, else => 2 }
    };
}
macro_rules! named {
    ($f:ident) => {
        select! { v = $f => v }
    };
}
macro_rules! received {
    ($receiver:expr, $method:ident) => {
        select! { v = $receiver.$method() => v }
    };
    ($($place:ident).+) => {
        select! { v = $($place).+.recv() => v }
    };
}

like_tokio! {
    async fn fragments() {
        let mut rx = { let (tx, rx) = mpsc::channel(9); for i in 0..9u8 { tx.try_send(i).unwrap(); } rx };
        let x = frag!((a, _b), pending::<(i32, i32)>(), { a + 0 }, v, i32, 'l, 3, v = async { 7 } => break v,);
        assert_eq!(x, 7);
        let x = whole! { biased; v = rx.recv() => v, _ = pending::<()>() => None };
        assert_eq!(x, Some(0));
        let x = arms!(Some(v) = rx.recv(), if true => v, _ = pending::<()>(), if true => 3; 4);
        assert_eq!(x, 1);
        assert_eq!(present!(_v, rx.recv()), 1);
        assert_eq!(maybe!(Some(_), rx.recv()), 1);
        let f = ready(4);
        assert_eq!(named!(f), 4);
        let x: Option<u8> = select! { v = (rx).recv() => v };
        assert_eq!(x, Some(4));
    }
    async fn inference_from_later() {
        let (tx, mut rx) = mpsc::channel(1);
        let (tx2, mut rx2) = mpsc::channel(1);
        let x = async { select! { Some(v) = rx.recv() => v, v = rx2.recv() => v.unwrap(), else => Default::default() } };
        tx.try_send(5u8).unwrap();
        tx2.try_send(5).unwrap();
        assert_eq!(x.await, 5);
    }
    async fn question_and_await_in_branches() {
        async fn get(rx: &mut Option<mpsc::Receiver<u8>>) -> &mut Option<mpsc::Receiver<u8>> { rx }
        async fn run(rx: &mut Option<mpsc::Receiver<u8>>) -> Option<u8> {
            select! {
                v = get(rx).await.as_mut()?.recv(), if ready(true).await => v,
                _ = pending::<()>(), if Some(1)? == 1 => None,
                else => None
            }
        }
        let (tx, rx) = mpsc::channel(1);
        tx.try_send(3).unwrap();
        assert_eq!(run(&mut Some(rx)).await, Some(3));
        assert_eq!(run(&mut None).await, None);
    }
    async fn jumps_in_branches() {
        let mut n = 0;
        let mut rx: Option<mpsc::Receiver<u8>> = None;
        let x = loop {
            n += 1;
            if n > 2 { break n }
            select! {
                _ = match &mut rx { Some(rx) => rx.recv(), None => continue } => {}
            }
        };
        assert_eq!(x, 3);
    }
    async fn each_handler_moves_the_same() {
        let text = String::from("x");
        let x = select! {
            _ = ready(()) => text,
            _ = pending::<()>() => text,
            else => text,
        };
        assert_eq!(x, "x");
    }
    async fn in_closures_and_blocks() {
        let f = |n: i32| async move { select! { v = ready(n) => v, _ = pending::<()>() => 0 } };
        assert_eq!(f(3).await, 3);
        let g = async |n: i32| select! { v = ready(n) => v, _ = pending::<()>() => 0 };
        assert_eq!(g(3).await, 3);
        let h = tokio::spawn(async move { select! { v = ready(String::from("x")) => v, _ = tokio::time::sleep(Duration::from_secs(9)) => String::new() } });
        assert_eq!(h.await.unwrap(), "x");
        fn rec(n: u8) -> Pin<Box<dyn Future<Output = u8> + Send>> {
            Box::pin(async move { select! { _ = ready(()) => if n == 0 { 0 } else { rec(n - 1).await + 1 } } })
        }
        assert_eq!(rec(5).await, 5);
    }
    async fn generic_code() {
        struct G<'a, T, const N: usize> where T: Clone { rx: &'a mut mpsc::Receiver<[T; N]>, more: Option<T> }
        impl<'a, T: Clone + Send, const N: usize> G<'a, T, N> {
            async fn next(&mut self) -> Option<[T; N]> where T: Default {
                select! { v = self.rx.recv() => v, _ = pending::<T>(), if self.more.is_some() => None }
            }
        }
        trait Tr { async fn go(&mut self) -> u8 { select! { v = ready(2) => v } } fn f(&mut self) -> impl Future<Output = u8> + Send; }
        impl Tr for u8 { fn f(&mut self) -> impl Future<Output = u8> + Send { async move { select! { v = ready(*self) => v, _ = pending::<()>() => *self } } } }
        let (tx, mut rx) = mpsc::channel(1);
        tx.try_send([1, 2]).unwrap();
        assert_eq!(G { rx: &mut rx, more: Some(1) }.next().await, Some([1, 2]));
        assert_eq!(3.go().await + 4.f().await, 6);
    }
    async fn deep() {
        let x = select! { a = ready(1) => select! { b = ready(a) => select! { c = ready(b) => select! { d = ready(c) => select! { e = ready(d) => { e + 1 } else => 0 } } } } };
        assert_eq!(x, 2);
    }
    async fn value_unification() {
        let e: Result<i32, Box<dyn std::error::Error>> = select! { v = ready("1") => v.parse::<i32>().map_err(Into::into), else => Err("none".into()) };
        assert_eq!(e.unwrap(), 1);
        let r: &dyn std::fmt::Debug = select! { _ = ready(()) => &1, _ = pending::<()>() => &"x" };
        assert_eq!(format!("{r:?}"), "1");
        let f: fn(i32) -> i32 = select! { _ = ready(()) => |x| x + 1, _ = pending::<()>() => |x| x + 2 };
        assert_eq!(f(1), 2);
        let n = select! { v = ready(1) => v, _ = pending::<()>() => { panic!("never") } _ = pending::<()>() => unreachable!(), _ = pending::<()>() => std::process::exit(1) };
        assert_eq!(n, 1);
        let s = RefCell::new(3);
        let v = select! { _ = ready(()) => *s.borrow(), };
        assert_eq!(v, 3);
        let c = Cell::new(1);
        select! { v = ready(5) => c.set(v), _ = pending::<()>() => () }
        assert_eq!(c.get(), 5);
    }
    async fn lifetimes() {
        async fn pick<'a>(a: &'a mut Option<String>, b: &'a str) -> &'a str {
            select! { v = ready(a.as_deref()) => v.unwrap_or(b), _ = pending::<()>() => b }
        }
        assert_eq!(pick(&mut Some("x".into()), "y").await, "x");
    }
    async fn assignments() {
        let (mut a, mut b, c);
        select! { v = ready((1, 2)) => { (a, b) = v; c = 3; } else => return }
        a += 1; b += c;
        assert_eq!((a, b), (2, 5));
    }
    async fn shadowing() {
        let v = 1;
        let v = select! { v = ready(v + 1) => { let v = v + 1; v } };
        assert_eq!(v, 3);
    }
    async fn receivers_from_macros() {
        struct Connection { rx: mpsc::Receiver<u8> }
        let (tx, rx) = mpsc::channel(2);
        tx.try_send(1).unwrap();
        tx.try_send(2).unwrap();
        let mut connection = Connection { rx };
        assert_eq!(received!(connection.rx, recv), Some(1));
        assert_eq!(received!(connection.rx), Some(2));
    }

    async fn a_reference_to_a_reference() {
        let (tx, rx) = oneshot::channel();
        tx.send(1).unwrap();
        let mut rx = pin!(rx);
        let r = &mut rx;
        let x = select! { v = r => v.unwrap() };
        assert_eq!(x, 1);
    }
}

like_futures! {
    async fn default_in_the_middle() {
        let mut a = futures::future::pending::<i32>();
        let x = select! { default => { 1 } complete => 2, v = a => v };
        assert_eq!(x, 2);
    }
    async fn match_handlers() {
        let mut a = futures::future::ready(Some(1));
        let x = select! { v = a => match v { Some(v) => v, None => 0 }, complete => 5 };
        assert_eq!(x, 1);
    }
}

/// In edition 2018 the block would borrow the local `buffer`, which does not live that long.
#[tokio::test]
async fn a_block_yields_a_borrow_from_a_parameter() {
    async fn rest<'a>(rx: &mut mpsc::Receiver<usize>, buffer: &'a mut [u8]) -> &'a mut [u8] {
        cancel_safe::safe_select! {
            v = async {
                let from = rx.recv().await.unwrap_or_default();
                &mut buffer[from..]
            } => v,
        }
    }
    let (tx, mut rx) = mpsc::channel(1);
    tx.send(1).await.unwrap();
    assert_eq!(rest(&mut rx, &mut [1, 2, 3]).await, [2, 3]);
}
