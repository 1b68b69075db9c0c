//! The free functions of tokio: known by what they are, not by what they are called.

// Only the type of the value is of interest.
#![allow(unused_assignments)]

mod catalogue;

use std::any::type_name_of_val;

use cancel_safe::__private::{Unaudited as _, method, names, same, verdict_of};
use catalogue::{is_pending, soon};

/// The name of the verdict on a call, without making it.
macro_rules! verdict {
    ($name:ident: $($path:ident)::+($($arg:expr),*)) => {{
        let mut verdict = None;
        #[allow(unreachable_code)]
        if false {
            let function = $($path)::+;
            verdict = Some(
                same::<{ method(stringify!($name)) }, _, _>(&function, &names::$name).verdict(),
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

    assert_eq!(verdict!(yield_now: tokio::task::yield_now()), "Safe");
    assert_eq!(verdict!(yield_now: pause()), "Safe");
    assert_eq!(verdict!(yield_now: yield_now()), "Unknown");
    assert_eq!(verdict!(ctrl_c: tokio::signal::ctrl_c()), "Refusal");
}

#[tokio::test]
async fn yields() {
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
    // The first call makes the handler, so that the signal does not end the process.
    assert!(is_pending(tokio::signal::ctrl_c()));
    let id = std::process::id().to_string();
    std::process::Command::new("kill").args(["-INT", &id]).status().unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    assert!(is_pending(tokio::signal::ctrl_c()));
}
