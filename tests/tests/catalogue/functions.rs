//! The free functions of tokio: known by what they are, not by what they are called.

// Only the type of the value is of interest.
#![allow(unused_assignments)]

use std::any::type_name_of_val;

use crate::support::{is_pending, soon};
use cancel_safe::__private::{Unaudited as _, method, names, same, verdict_of};

/// The name of the verdict on a call, without making it.
macro_rules! verdict {
    ($module:ident::$name:ident: $($path:ident)::+($($arg:expr),*)) => {{
        let mut verdict = None;
        #[allow(unreachable_code)]
        if false {
            let function = $($path)::+;
            verdict = Some(
                same::<{ method(concat!(stringify!($module), "::", stringify!($name))) }, _, _>(
                    &function,
                    &names::$module::$name,
                )
                .__verdict(),
            );
            let _future = function($($arg),*);
            loop {}
        }
        type_name_of_val(&verdict_of(verdict)).rsplit("::").next().unwrap()
    }};
}

async fn yield_now() {}

#[test]
fn verdicts() {
    use tokio::task::yield_now as pause;

    assert_eq!(verdict!(task::yield_now: tokio::task::yield_now()), "Safe");
    assert_eq!(verdict!(task::yield_now: pause()), "Safe");
    assert_eq!(verdict!(task::yield_now: yield_now()), "Unknown");
    assert_eq!(verdict!(signal::ctrl_c: tokio::signal::ctrl_c()), "Refusal");
}

/// Generic functions: their parameters are decided by the arguments, whoever's function it is.
#[test]
fn verdicts_on_generic_functions() {
    async fn read<T>(_: T, _: u8) {}
    let path = String::from("path");

    assert_eq!(verdict!(fs::read: tokio::fs::read(path)), "Safe");
    assert_eq!(verdict!(fs::read: tokio::fs::read(&path)), "Safe");
    assert_eq!(verdict!(fs::read: read("path", 1)), "Unknown");
    assert_eq!(verdict!(fs::write: tokio::fs::write(&path, b"bytes")), "Refusal");
    assert_eq!(verdict!(io::copy: tokio::fs::copy(&path, &path)), "Unknown");
    let (mut from, mut to) = (tokio::io::empty(), Vec::new());
    assert_eq!(verdict!(io::copy: tokio::io::copy(&mut from, &mut to)), "Copy");
    assert_eq!(verdict!(TcpStream::connect: tokio::net::TcpStream::connect("host:1")), "Refusal");
}

/// Functions of the user's with such names are awaited as any other.
#[tokio::test]
async fn functions_of_that_name() {
    mod fs {
        use cancel_safe::CancelSafe;

        pub fn read<T: Copy>(value: T, more: &[T]) -> impl CancelSafe<Output = (T, usize)> {
            std::future::ready((value, more.len()))
        }

        #[cancel_safe::cancel_safe]
        pub async fn copy(from: &[u8], to: &mut Vec<u8>) {
            tokio::task::yield_now().await;
            to.extend_from_slice(from);
        }
    }

    #[cancel_safe::cancel_safe]
    async fn twice(to: &mut Vec<u8>) -> (u8, usize) {
        fs::copy(_, b"abc", to).await;
        fs::read(7, &[1, 2]).await
    }

    let mut to = Vec::new();
    let mut pending = cancel_safe::Checkpoint::new();
    assert!(is_pending(twice(&mut pending, &mut to)));
    assert_eq!(soon(twice(&mut pending, &mut to)).await, (7, 2));
    assert_eq!(to, b"abc");
    cancel_safe::safe_select! {
        read = fs::read("a", &[]) => assert_eq!(read, ("a", 0)),
        () = std::future::pending() => {}
    }
}

#[tokio::test]
async fn yields() {
    // checks tokio::task: yield_now
    // checks tokio::task::coop: consume_budget
    assert!(is_pending(tokio::task::yield_now()));
    soon(tokio::task::yield_now()).await;
    soon(tokio::task::coop::consume_budget()).await;
}

#[tokio::test]
async fn yields_in_an_annotated_function() {
    #[cancel_safe::cancel_safe]
    async fn run(values: &[u32]) -> u32 {
        let mut sum = 0;
        for value in values {
            tokio::task::yield_now().await;
            sum += value;
        }
        sum
    }

    let mut pending = cancel_safe::Checkpoint::new();
    // Cancelled at its second await.
    assert!(is_pending(run(&mut pending, &[1, 2])));
    soon(run(&mut pending, &[1, 2])).await;
}

#[cfg(unix)]
#[tokio::test]
async fn ctrl_c_misses_what_comes_between() {
    // checks tokio::signal: ctrl_c
    // The first call makes the handler, so that the signal does not end the process.
    assert!(is_pending(tokio::signal::ctrl_c()));
    let id = std::process::id().to_string();
    std::process::Command::new("kill").args(["-INT", &id]).status().unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    assert!(is_pending(tokio::signal::ctrl_c()));
}
