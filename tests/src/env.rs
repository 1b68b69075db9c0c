//! The world that the functions under test act on: everything they do to it is recorded.

use std::fmt::{self, Display};

use cancel_safe::cancel_safe;
use cancel_safe::testing::{Log, yield_now};

/// A source of numbers, and a record of all that was asked of it.
///
/// Each of its async methods waits once, then has its effect. None needs a checkpoint.
pub struct Env {
    log: Log,
    /// What [`next`](Env::next) yields next.
    next: u32,
    /// The last number that it yields.
    last: u32,
    count: u32,
}

impl Env {
    /// [`next`](Env::next) yields 1 to 3.
    pub fn new(log: Log) -> Self {
        Env { log, next: 1, last: 3, count: 0 }
    }

    /// An effect without an await.
    pub fn note(&self, effect: impl Display) {
        self.log.record(effect);
    }

    /// 1, 2, 3 and so on: evaluated twice or not at all, it shows in all that follows.
    pub fn count(&mut self) -> u32 {
        self.count += 1;
        self.count
    }

    /// A value whose drop is an effect.
    pub fn loud(&self, name: impl Display) -> Loud {
        self.note(format_args!("make {name}"));
        Loud { name: name.to_string(), log: self.log.clone() }
    }

    /// Only waits.
    #[cancel_safe(stateless)]
    pub async fn pause(&self) {
        yield_now().await;
        self.note("pause");
    }

    /// Yields what it is given.
    #[cancel_safe(stateless)]
    pub async fn get(&self, value: u32) -> u32 {
        yield_now().await;
        self.note(format_args!("get {value}"));
        value
    }

    /// The same, for a condition.
    #[cancel_safe(stateless)]
    pub async fn flag(&self, value: bool) -> bool {
        yield_now().await;
        self.note(format_args!("flag {value}"));
        value
    }

    /// The same, unless that is 0.
    #[cancel_safe(stateless)]
    pub async fn find(&self, value: u32) -> Option<u32> {
        yield_now().await;
        self.note(format_args!("find {value}"));
        (value != 0).then_some(value)
    }

    /// The same, unless that is 0.
    #[cancel_safe(stateless)]
    pub async fn attempt(&self, value: u32) -> Result<u32, Failed> {
        yield_now().await;
        self.note(format_args!("attempt {value}"));
        if value == 0 { Err(Failed) } else { Ok(value) }
    }

    /// A value that is not `Copy`.
    #[cancel_safe(stateless)]
    pub async fn text(&self, text: &str) -> String {
        yield_now().await;
        self.note(format_args!("text {text}"));
        text.to_owned()
    }

    /// `[1, 2, .., length]`
    #[cancel_safe(stateless)]
    pub async fn list(&self, length: u32) -> Vec<u32> {
        yield_now().await;
        self.note(format_args!("list {length}"));
        (1..=length).collect()
    }

    /// A value whose drop is an effect.
    #[cancel_safe(stateless)]
    pub async fn load(&self, name: &str) -> Loud {
        yield_now().await;
        self.loud(name)
    }

    /// Takes something out: 1, 2, 3, then nothing.
    #[allow(clippy::should_implement_trait)] // named as that of a stream
    #[cancel_safe(stateless)]
    pub async fn next(&mut self) -> Option<u32> {
        yield_now().await;
        let next = (self.next <= self.last).then_some(self.next);
        self.next += 1;
        self.note(format_args!("next {next:?}"));
        next
    }
}

/// The error of [`Env::attempt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Failed {}

/// A value whose drop is an effect.
pub struct Loud {
    name: String,
    log: Log,
}

impl Loud {
    /// What it was made with.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Display for Loud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Drop for Loud {
    fn drop(&mut self) {
        self.log.record(format_args!("drop {}", self.name));
    }
}
