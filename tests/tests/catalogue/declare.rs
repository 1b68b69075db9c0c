//! Rows that users write, for their own types and for those of others.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::Poll;

use crate::support::{every_schedule, is_pending};
use cancel_safe::{Checkpoint, Handover, Progress, cancel_safe, safe_select};

/// Takes one item a poll, and makes everybody wait in between.
#[derive(Debug, Default, PartialEq)]
struct Mailbox<T> {
    items: VecDeque<T>,
    polls: usize,
}

impl<T> Mailbox<T> {
    async fn room(&mut self) {
        poll_fn(|_| {
            self.polls += 1;
            match self.polls % 2 {
                0 => Poll::Ready(()),
                _ => Poll::Pending,
            }
        })
        .await;
    }

    /// Loses the item where it waits for room.
    async fn put(&mut self, item: T) {
        self.room().await;
        self.items.push_back(item);
    }

    /// Moves `count` items from another mailbox, and forgets how many where it is dropped.
    async fn take_from(&mut self, other: &mut Mailbox<T>, count: usize) -> usize {
        for done in 0..count {
            self.room().await;
            let Some(item) = other.items.pop_front() else { return done };
            self.items.push_back(item);
        }
        count
    }

    async fn take(&mut self) -> Option<T> {
        self.room().await;
        self.items.pop_front()
    }
}

cancel_safe::declare! {
    /// The item stays in its slot until there is room for it.
    pub struct Put: unique(item),
        "`Mailbox::put` is not cancel-safe: the item is lost when another branch wins",
        "here, wait for `room()`, and use `try_put`";

    /// The count is kept.
    pub struct TakeFrom: unique(by_copy),
        "`Mailbox::take_from` is not cancel-safe: the count is lost when another branch wins",
        "here, `take` in a loop";

    [T] Mailbox<T>: put => resumes(Put);
    [T] Mailbox<T>: take_from => resumes(TakeFrom);
    [T] Mailbox<T>: take, room => safe;
}

impl Put {
    async fn resume1<T>(self, mailbox: &mut Mailbox<T>, item: impl Handover<T>, _: &mut Progress) {
        mailbox.room().await;
        mailbox.items.push_back(item.hand_over());
    }
}

impl TakeFrom {
    async fn resume2<T>(
        self,
        mailbox: &mut Mailbox<T>,
        other: &mut Mailbox<T>,
        count: usize,
        progress: &mut Progress,
    ) -> usize {
        for done in progress.count()..count {
            progress.set_count(done);
            mailbox.room().await;
            let Some(item) = other.items.pop_front() else {
                progress.finish();
                return done;
            };
            mailbox.items.push_back(item);
        }
        progress.finish();
        count
    }
}

#[cancel_safe]
async fn put_all(mailbox: &mut Mailbox<String>, names: &[&str]) {
    for name in names {
        let name = name.to_uppercase();
        mailbox.put(name).await;
    }
}

#[test]
fn an_item_is_handed_over_once() {
    const NAMES: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let (suspensions, (), items) = every_schedule(
        || (Mailbox::default(), Checkpoint::new()),
        &|(mailbox, pending)| Box::pin(put_all(pending, mailbox, NAMES)),
        |(mailbox, _)| mailbox.items,
    );
    assert_eq!(suspensions, 12);
    assert_eq!(Vec::from(items).concat(), "ABCDEFGHIJKL");
}

#[test]
fn a_count_is_kept() {
    #[cancel_safe]
    async fn take_from(
        one: &mut Mailbox<u8>,
        two: &mut Mailbox<u8>,
        count: usize,
    ) -> (usize, usize) {
        let first = one.take_from(two, count).await;
        (first, one.take_from(two, 10).await)
    }
    let (suspensions, counts, (one, two)) = every_schedule(
        || {
            let full = Mailbox { items: (0..12).collect(), polls: 0 };
            (Mailbox::default(), full, Checkpoint::with(8))
        },
        &|(one, two, pending)| Box::pin(take_from(pending, one, two)),
        |(one, two, _)| (one.items, two.items),
    );
    assert!(suspensions >= 12);
    assert_eq!((counts, one.len(), two.len()), ((8, 4), 12, 0));
}

#[test]
fn safe_operations() {
    #[cancel_safe]
    async fn take_two(mailbox: &mut Mailbox<u8>) -> Option<(u8, u8)> {
        let first = mailbox.take().await?;
        mailbox.room().await;
        Some((first, mailbox.take().await?))
    }
    let (_, taken, items) = every_schedule(
        || (Mailbox { items: (0..3).collect(), polls: 0 }, Checkpoint::new()),
        &|(mailbox, pending)| Box::pin(take_two(pending, mailbox)),
        |(mailbox, _)| mailbox.items,
    );
    assert_eq!((taken, &*Vec::from(items)), (Some((0, 1)), &[2][..]));
}

/// A type of another crate: a trait of ours says what was audited, where it is in scope.
mod vouched {
    cancel_safe::declare! {
        /// Read in the source of the standard library.
        pub trait Vouched;

        [T] std::future::Ready<T>: with_limit => safe;
        [] super::Foreign: ask => safe;
        [] super::Foreign: order => loses(
            "`Foreign::order` is not cancel-safe: the order may be out when another branch wins",
            "spawn a task that orders, and await `&mut handle`"
        );
    }
}

#[derive(Default)]
struct Foreign(u8);

impl Foreign {
    async fn ask(&mut self) -> u8 {
        let mut first = true;
        poll_fn(|_| match std::mem::take(&mut first) {
            true => Poll::Pending,
            false => Poll::Ready(()),
        })
        .await;
        self.0 += 1;
        self.0
    }
}

#[tokio::test]
async fn types_of_other_crates() {
    use vouched::Vouched as _;

    #[cancel_safe]
    async fn twice(foreign: &mut Foreign) -> u8 {
        foreign.ask().await + foreign.ask().await
    }

    let mut foreign = Foreign::default();
    let mut pending = Checkpoint::new();
    assert!(is_pending(twice(&mut pending, &mut foreign)));
    safe_select! {
        biased;
        answer = foreign.ask() => assert_eq!(answer, 1),
        () = tokio::task::yield_now() => {}
    }
    let mut call = Box::pin(twice(&mut pending, &mut foreign));
    let sum = loop {
        if let Poll::Ready(sum) = crate::support::poll(call.as_mut()) {
            break sum;
        }
    };
    assert_eq!(sum, 2 + 3);
}
