//! `#[cancel_safe]` in every edition: which lifetimes the future captures, which it does not need.

#![forbid(unsafe_code)]
#![deny(warnings)]

use std::future::Future;
use std::task::{Context, Poll, Waker};

use cancel_safe::testing::yield_now;
use cancel_safe::{Checkpoint, assume_cancel_safe, cancel_safe};

#[cancel_safe(stateless)]
async fn tick() {
    assume_cancel_safe(yield_now()).await
}

/// The output borrows from one of two arguments.
#[cancel_safe]
async fn longest<'a>(words: &'a [String], limit: &usize) -> Option<&'a str> {
    let mut longest = 0;
    let mut found = None;
    for (index, word) in words.iter().enumerate() {
        tick().await;
        if word.len() > longest && word.len() <= *limit {
            longest = word.len();
            found = Some(index);
        }
    }
    found.map(|index| words[index].as_str())
}

struct Counter {
    count: u32,
    pending: CounterAddCheckpoint,
}

#[cancel_safe]
impl Counter {
    #[cancel_safe]
    async fn get(&self) -> &u32 {
        tick().await;
        &self.count
    }

    #[cancel_safe(stored_in = self.pending)]
    async fn add(&mut self, items: &[u32]) -> u32 {
        for item in items {
            tick().await;
            self.count += item;
        }
        self.count
    }
}

/// Makes a call, drops it after two polls or three, and makes it again, until it completes.
macro_rules! cancelled {
    ($call:expr) => {{
        let mut polls = 0;
        loop {
            polls += 1;
            let mut call = Box::pin($call);
            let mut poll = || call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            if let Some(output) = (0..polls % 2 + 2).find_map(|_| match poll() {
                Poll::Ready(output) => Some(output),
                Poll::Pending => None,
            }) {
                assert!(polls > 2, "never cancelled");
                break output;
            }
        }
    }};
}

#[test]
fn a_free_function() {
    let words = ["a", "abc", "ab", "abcd"].map(String::from);
    let mut pending = Checkpoint::new();
    assert_eq!(cancelled!(longest(&mut pending, &words, &3)), Some("abc"));
}

#[test]
fn methods() {
    let mut counter = Counter { count: 0, pending: Checkpoint::new() };
    assert_eq!(cancelled!(counter.add(&[1, 2, 3, 4])), 10);
    let mut pending = Checkpoint::new();
    let call = async { *counter.get(&mut pending).await };
    let mut call = Box::pin(call);
    let mut cx = Context::from_waker(Waker::noop());
    assert!(call.as_mut().poll(&mut cx).is_pending());
    assert_eq!(call.as_mut().poll(&mut cx), Poll::Ready(10));
}
