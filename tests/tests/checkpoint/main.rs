//! The checkpoint: its names, what it says about a call, and what it refuses.

mod misuse;
mod saved;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use cancel_safe::cancel_safe;
use cancel_safe::testing::yield_now;

/// Polls a call `times` times. What it has not done then is cancelled.
fn poll<F: Future>(call: F, times: usize) -> Option<F::Output> {
    let mut call = pin!(call);
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..times {
        if let Poll::Ready(output) = call.as_mut().poll(&mut cx) {
            return Some(output);
        }
    }
    None
}

/// What the panic of `call` says.
fn panic_of(call: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("it should panic");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => payload.downcast_ref::<&str>().map(ToString::to_string).unwrap_or_default(),
    }
}

const FILE: &str = file!();

#[cancel_safe]
async fn collect(numbers: &[u32]) -> Vec<u32> {
    let mut all: Vec<u32> = Vec::new();
    for number in numbers {
        yield_now().await;
        all.push(*number);
    }
    let name = String::from("unnamed");
    yield_now().await;
    all.push(name.len() as u32);
    all
}

#[cancel_safe(checkpoint = Waiting)]
async fn wait(times: u32, log: &mut Vec<u32>) -> u32 {
    let mut done = 0;
    while done < times {
        yield_now().await;
        done += 1;
        log.push(done);
    }
    done
}
