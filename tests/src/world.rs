//! What generated programs work on: values of a few types, and an environment that yields them
//! and keeps a record.

use std::cell::Cell;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use cancel_safe::CancelSafe;
use cancel_safe::testing::{Log, PendingTimes, pending_times};

/// An error.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault(pub u32);

/// A struct that is not `Copy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// A field that is.
    pub id: u32,
    /// And one that is not.
    pub name: String,
}

/// An enum with a variant of each kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shape {
    /// Nothing to bind.
    #[default]
    Dot,
    /// A `Copy` value to bind.
    Line(u32),
    /// A value to bind that is not.
    Named {
        /// The one that is not.
        name: String,
        /// The one that is.
        size: u32,
    },
}

impl Shape {
    /// A number for each shape.
    pub fn size(&self) -> u32 {
        match self {
            Shape::Dot => 0,
            Shape::Line(size) | Shape::Named { size, .. } => *size,
        }
    }
}

/// Numbers of generated programs stay below this, so that nothing overflows.
pub const LIMIT: u32 = 97;

/// An operation on two numbers.
pub fn mix(left: u32, right: u32) -> u32 {
    (left * 3 + right) % LIMIT
}

/// An operation on a borrowed list.
pub fn sum(list: &[u32]) -> u32 {
    list.iter().fold(0, |sum, value| (sum + value) % LIMIT)
}

/// An operation on two borrowed texts.
pub fn glue(left: &str, right: &str) -> String {
    clip(format!("{left}{right}"))
}

/// Keeps a text short.
pub fn clip(mut text: String) -> String {
    text.truncate(12);
    text
}

/// An operation on an owned list.
pub fn extend(mut list: Vec<u32>, value: u32) -> Vec<u32> {
    list.truncate(4);
    list.push(value);
    list
}

/// An operation on an owned struct.
pub fn rename(item: Item, name: String) -> Item {
    Item { name, ..item }
}

/// Yields values, and keeps a record of what is done with them.
#[derive(Debug)]
pub struct Env {
    log: Log,
    draws: Cell<u32>,
}

impl Env {
    /// After so many values, all conditions are false and all options empty: programs end.
    const DRAWS: u32 = 60;

    /// An environment that records to `log`.
    pub fn new(log: Log) -> Self {
        Env { log, draws: Cell::new(0) }
    }

    /// Records a value.
    pub fn log(&self, value: impl Debug) {
        self.log.record(format_args!("log {value:?}"));
    }

    /// Takes a value, and records it.
    pub fn eat(&self, value: impl Debug) {
        self.log.record(format_args!("eat {value:?}"));
    }

    /// Yields a number at once: an operand that must not be evaluated twice.
    pub fn next(&self) -> u32 {
        let value = self.draw(0);
        self.log.record(format_args!("next = {value}"));
        value
    }

    /// The next value. Depends on how many there have been, so that none can go missing.
    fn draw(&self, salt: u32) -> u32 {
        let draws = self.draws.get() + 1;
        self.draws.set(draws);
        if draws > Self::DRAWS {
            return 0;
        }
        let mixed = (draws * 31 + salt).wrapping_mul(0x9e37_79b9);
        (mixed >> 16 ^ mixed >> 7) % 16
    }

    fn leaf<'a, T: Debug + 'a>(
        &'a self,
        name: &'static str,
        n: u32,
        value: impl FnOnce(u32) -> T + 'a,
    ) -> impl CancelSafe<Output = T> + 'a {
        // Mostly one wait, sometimes two or none.
        let times = [1, 1, 2, 1, 1, 0][n as usize % 6];
        let finish = move || {
            let value = value(self.draw(n));
            self.log.record(format_args!("{name} {n} = {value:?}"));
            value
        };
        Leaf { wait: pending_times(times), finish: Some(finish) }
    }

    /// A number.
    pub fn step(&self, n: u32) -> impl CancelSafe<Output = u32> + '_ {
        self.leaf("step", n, |value| value)
    }

    /// A condition.
    pub fn flag(&self, n: u32) -> impl CancelSafe<Output = bool> + '_ {
        self.leaf("flag", n, |value| value > 6)
    }

    /// A text.
    pub fn text(&self, n: u32) -> impl CancelSafe<Output = String> + '_ {
        self.leaf("text", n, |value| format!("t{value}"))
    }

    /// A list of up to three numbers.
    pub fn list(&self, n: u32) -> impl CancelSafe<Output = Vec<u32>> + '_ {
        self.leaf("list", n, |value| (0..value % 4).map(|index| value + index).collect())
    }

    /// A number or none.
    pub fn maybe(&self, n: u32) -> impl CancelSafe<Output = Option<u32>> + '_ {
        self.leaf("maybe", n, |value| (value > 4).then_some(value))
    }

    /// A text or none.
    pub fn maybe_text(&self, n: u32) -> impl CancelSafe<Output = Option<String>> + '_ {
        self.leaf("maybe_text", n, |value| (value > 4).then(|| format!("m{value}")))
    }

    /// A number or an error.
    pub fn attempt(&self, n: u32) -> impl CancelSafe<Output = Result<u32, Fault>> + '_ {
        self.leaf("attempt", n, |value| if value > 2 { Ok(value) } else { Err(Fault(value)) })
    }

    /// A tuple.
    pub fn pair(&self, n: u32) -> impl CancelSafe<Output = (u32, String)> + '_ {
        self.leaf("pair", n, |value| (value, format!("p{value}")))
    }

    /// A struct.
    pub fn item(&self, n: u32) -> impl CancelSafe<Output = Item> + '_ {
        self.leaf("item", n, |value| Item { id: value, name: format!("i{value}") })
    }

    /// An enum.
    pub fn shape(&self, n: u32) -> impl CancelSafe<Output = Shape> + '_ {
        self.leaf("shape", n, |value| match value % 3 {
            0 => Shape::Dot,
            1 => Shape::Line(value),
            _ => Shape::Named { name: format!("s{value}"), size: value },
        })
    }

    /// Shows a borrowed value.
    pub fn show<'a>(
        &'a self,
        value: &'a (impl Debug + ?Sized),
    ) -> impl CancelSafe<Output = ()> + 'a {
        Leaf {
            wait: pending_times(1),
            finish: Some(move || self.log.record(format_args!("show {value:?}"))),
        }
    }
}

/// Waits, and then does all that it does within one poll.
struct Leaf<F> {
    wait: PendingTimes,
    finish: Option<F>,
}

impl<F> Unpin for Leaf<F> {}

impl<T, F: FnOnce() -> T> Future for Leaf<F> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        ready!(Pin::new(&mut self.wait).poll(cx));
        let finish = self.finish.take().expect("polled after it was ready");
        Poll::Ready(finish())
    }
}

impl<T, F: FnOnce() -> T> CancelSafe for Leaf<F> {}
