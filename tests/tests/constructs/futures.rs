//! The future of a function: `Send` exactly where the plain one is, and marked.

// The forms under test are not always those that one would write.
#![allow(clippy::all, dead_code)]

use std::future::Future;

use cancel_safe::testing::yield_now;
use cancel_safe::{CancelSafe, Checkpoint, cancel_safe};

// An attribute macro of others, above and below ours: both see an `async fn` or one that returns a
// future.
#[allow(unused_must_use)]
#[inline]
#[cancel_safe]
#[must_use = "use it"]
#[allow(clippy::needless_lifetimes)]
async fn attributes_on_both_sides(list: &[u32]) -> usize {
    yield_now().await;
    list.len()
}

// `Send` exactly where the plain future is.

fn is_send<T: Send>(_: T) {}

struct Ask<T>(T);

trait NotSend {
    fn is_send(&self) -> bool {
        false
    }
}

impl<T> NotSend for Ask<&T> {}

impl<T: Send> Ask<T> {
    fn is_send(&self) -> bool {
        true
    }
}

#[cancel_safe]
async fn keeps_what_is_not_send(n: &u32) -> u32 {
    let shared: std::rc::Rc<u32> = std::rc::Rc::new(*n);
    yield_now().await;
    *shared
}

#[cancel_safe]
async fn drops_what_is_not_send(n: &u32) -> u32 {
    let m = {
        let shared = std::rc::Rc::new(*n);
        *shared + 1
    };
    yield_now().await;
    m
}

#[cancel_safe]
async fn waits_for_any<F: Future<Output = u32> + Unpin>(future: &mut F) -> u32 {
    let one = 1;
    future.await + one
}

#[test]
fn send_exactly_where_the_plain_future_is() {
    is_send(drops_what_is_not_send(&mut Checkpoint::new(), &1));
    is_send(attributes_on_both_sides(&mut Checkpoint::new(), &[]));
    is_send(waits_for_any(&mut Checkpoint::new(), &mut std::future::ready(1)));
    let mut pending = Checkpoint::new();
    // Method resolution: by value where it is `Send`, by reference where it is not.
    assert!(!(&Ask(&keeps_what_is_not_send(&mut pending, &1))).is_send());
    let mut pending = Checkpoint::new();
    assert!(Ask(drops_what_is_not_send(&mut pending, &1)).is_send());
    let mut not_send = Box::pin(async {
        let shared = std::rc::Rc::new(1);
        yield_now().await;
        *shared
    });
    let mut pending = Checkpoint::new();
    assert!(!(&Ask(&waits_for_any(&mut pending, &mut not_send))).is_send());
}

#[test]
fn the_future_is_marked() {
    fn is_cancel_safe<T>(_: impl CancelSafe<Output = T>) {}
    is_cancel_safe::<u32>(keeps_what_is_not_send(&mut Checkpoint::new(), &1));
    is_cancel_safe::<usize>(attributes_on_both_sides(&mut Checkpoint::new(), &[]));
}
