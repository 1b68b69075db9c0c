//! `cancel_safe::testing`: what it finds, and what it lets through.

mod bounds;
mod finds;
mod on_tokio;
mod trickle;

use std::collections::VecDeque;

use cancel_safe::testing::{Failure, Log, yield_now};

/// Items to take, with an await before each.
struct Source(VecDeque<u32>);

impl Source {
    fn new(items: impl IntoIterator<Item = u32>) -> Self {
        Source(items.into_iter().collect())
    }

    async fn next(&mut self) -> Option<u32> {
        yield_now().await;
        self.0.pop_front()
    }
}

/// Items to give away, with an await before each.
struct Sink(Log);

impl Sink {
    async fn send(&self, item: u32) {
        yield_now().await;
        self.0.record(format_args!("send {item}"));
    }
}

fn three_items(log: Log) -> (Source, Sink) {
    (Source::new([1, 2, 3]), Sink(log))
}

fn cancels(failure: &Failure) -> Vec<usize> {
    failure.schedule().cancels().collect()
}
