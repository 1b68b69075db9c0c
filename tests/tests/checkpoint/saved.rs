//! What is saved, and how it is seen.

use std::pin::Pin;
use std::rc::Rc;

use cancel_safe::testing::Log;
use cancel_safe::{CancelSafe, Checkpoint};
use futures::FutureExt as _;
use tests::env::{Env, Loud};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::*;

#[cancel_safe]
async fn pair(first: String, second: Vec<u32>) -> usize {
    yield_now().await;
    yield_now().await;
    first.len() + second.len()
}

#[test]
fn the_alias_names_it() {
    let mut pending: CollectCheckpoint = Checkpoint::new();
    assert_eq!(poll(collect(&mut pending, &[1, 2]), 9), Some(vec![1, 2, 7]));
    let mut pending = CollectCheckpoint::default();
    assert_eq!(poll(collect(&mut pending, &[]), 9), Some(vec![7]));
}

#[test]
fn an_argument_renames_the_alias() {
    let mut log = Vec::new();
    let mut pending: Waiting = Checkpoint::with(2);
    assert_eq!(poll(wait(&mut pending, &mut log), 9), Some(2));
    assert_eq!(log, [1, 2]);
}

#[test]
fn several_owned_parameters_are_a_tuple() {
    let mut pending: PairCheckpoint = Checkpoint::with((String::from("abc"), vec![1]));
    assert_eq!(poll(pair(&mut pending), 1), None);
    assert_eq!(poll(pair(&mut pending), 9), Some(4));
}

#[test]
fn a_call_goes_on_where_it_was() {
    let numbers = [1, 2, 3];
    let mut pending = Checkpoint::new();
    // Each call gets past one await.
    for _ in 0..3 {
        assert_eq!(poll(collect(&mut pending, &numbers), 2), None);
    }
    assert_eq!(poll(collect(&mut pending, &numbers), 2), Some(vec![1, 2, 3, 7]));
}

#[test]
fn a_call_that_is_never_polled_changes_nothing() {
    let mut pending = CollectCheckpoint::new();
    drop(collect(&mut pending, &[1]));
    assert!(!pending.is_pending());
    poll(collect(&mut pending, &[1]), 1);
    let before = format!("{pending:?}");
    drop(collect(&mut pending, &[1]));
    assert_eq!(format!("{pending:?}"), before);
    assert_eq!(poll(collect(&mut pending, &[1]), 9), Some(vec![1, 7]));
}

#[test]
fn it_says_where_the_call_is() {
    let mut pending = CollectCheckpoint::new();
    assert!(!pending.is_pending());
    assert_eq!(pending.suspended_at(), None);

    poll(collect(&mut pending, &[1]), 1);
    assert!(pending.is_pending());
    assert!(!pending.is_finished());
    assert!(!pending.is_poisoned());
    let point = pending.suspended_at().unwrap();
    assert_eq!(point.file, FILE);
    assert_eq!(point.expression, "yield_now()");
    let text = format!("`yield_now().await` at {FILE}:{}:{}", point.line, point.column);
    assert_eq!(point.to_string(), text);

    poll(collect(&mut pending, &[1]), 2);
    let second = pending.suspended_at().unwrap();
    assert_eq!(second.line, point.line + 4);
    assert_eq!((point.column, second.column), (21, 17));

    poll(collect(&mut pending, &[1]), 9);
    assert!(!pending.is_pending());
    // Without owned parameters it is ready for a fresh call.
    assert!(!pending.is_finished());
    assert_eq!(pending.suspended_at(), None);
    assert_eq!(poll(collect(&mut pending, &[2]), 9), Some(vec![2, 7]));
}

#[test]
fn saved_values_are_read_by_their_names() {
    let mut pending = CollectCheckpoint::new();
    assert_eq!(pending.all(), None);
    poll(collect(&mut pending, &[5, 6]), 2);
    assert_eq!(pending.all(), Some(&vec![5]));
    assert!(pending.name().is_none());
    poll(collect(&mut pending, &[5, 6]), 2);
    // One whose type is not written is `dyn Any`.
    let name = pending.name().unwrap();
    assert_eq!(name.downcast_ref::<String>().unwrap(), "unnamed");
    poll(collect(&mut pending, &[5, 6]), 9);
    assert_eq!(pending.all(), None);
}

#[test]
fn owned_parameters_are_read_by_their_names() {
    let mut pending: PairCheckpoint = Checkpoint::with((String::from("a"), vec![2]));
    assert_eq!(pending.first().map(String::as_str), Some("a"));
    poll(pair(&mut pending), 2);
    assert_eq!(pending.second(), Some(&vec![2]));
}

#[cancel_safe]
async fn forward(rx: &mut Receiver<u32>, tx: &Sender<u32>, last: u32) {
    while let Some(item) = rx.recv().await {
        let item: u32 = item;
        if tx.send(item).await.is_err() || tx.send(item * 2).await.is_err() {
            return;
        }
    }
    let _ = tx.send(last).await;
}

#[test]
fn what_waits_to_be_passed_on_has_the_name_of_its_local() {
    let ((tx, mut rx), (to, mut end)) = (channel(2), channel(1));
    let mut pending = Checkpoint::with(9);
    to.try_send(0).unwrap();
    tx.try_send(5).unwrap();
    drop(tx);

    poll(forward(&mut pending, &mut rx, &to), 1);
    assert_eq!((pending.item(), pending.last()), (Some(&5), Some(&9)));
    assert!(format!("{pending:?}").ends_with("last: 9, item: 5 }"), "{pending:?}");
    end.try_recv().unwrap();

    poll(forward(&mut pending, &mut rx, &to), 1);
    assert_eq!(pending.item(), None);
    assert!(format!("{pending:?}").ends_with("last: 9, operand: u32 }"), "{pending:?}");
    assert_eq!(end.try_recv(), Ok(5));

    poll(forward(&mut pending, &mut rx, &to), 1);
    assert_eq!(pending.last(), Some(&9));
    assert_eq!(end.try_recv(), Ok(10));
    assert_eq!(poll(forward(&mut pending, &mut rx, &to), 1), Some(()));
    assert_eq!(end.try_recv(), Ok(9));
}

#[test]
fn debug_shows_what_is_saved() {
    let mut pending = CollectCheckpoint::new();
    assert_eq!(format!("{pending:?}"), "Checkpoint { function: collect, status: ready }");
    poll(collect(&mut pending, &[5]), 2);
    let point = pending.suspended_at().unwrap();
    assert_eq!(
        format!("{pending:?}"),
        format!(
            "Checkpoint {{ function: collect, suspended_at: {point}, all: [5], \
             name: alloc::string::String }}"
        )
    );

    let mut pending: Waiting = Checkpoint::with(1);
    assert_eq!(format!("{pending:?}"), "Checkpoint { function: wait, status: ready, times: 1 }");
    poll(wait(&mut pending, &mut Vec::new()), 9);
    assert_eq!(format!("{pending:?}"), "Checkpoint { function: wait, status: finished }");
}

struct NotDebug;

#[cancel_safe]
async fn keeps_what_is_not_debug(_lent: &u32) -> u32 {
    let kept: NotDebug = NotDebug;
    yield_now().await;
    let NotDebug = kept;
    1
}

#[test]
fn debug_asks_nothing_of_what_is_saved() {
    let mut pending = Checkpoint::new();
    poll(keeps_what_is_not_debug(&mut pending, &1), 1);
    assert!(format!("{pending:?}").ends_with("kept: (saved) }"));
}

#[test]
fn clear_drops_what_is_pending() {
    let mut pending = CollectCheckpoint::new();
    poll(collect(&mut pending, &[1, 2]), 2);
    pending.clear();
    assert!(!pending.is_pending());
    assert_eq!(pending.all(), None);
    assert_eq!(poll(collect(&mut pending, &[3]), 9), Some(vec![3, 7]));

    let mut pending: Waiting = Checkpoint::with(2);
    pending.clear();
    assert!(pending.is_finished());
    assert_eq!(pending.times(), None);
    pending.restart(1);
    assert_eq!(poll(wait(&mut pending, &mut Vec::new()), 9), Some(1));
}

#[test]
fn clear_drops_at_once() {
    #[cancel_safe]
    async fn keep(shared: Rc<()>) {
        yield_now().await;
        drop(shared);
    }
    let shared = Rc::new(());
    let mut pending = Checkpoint::with(shared.clone());
    poll(keep(&mut pending), 1);
    assert_eq!(Rc::strong_count(&shared), 2);
    pending.clear();
    assert_eq!(Rc::strong_count(&shared), 1);
    pending.restart(shared.clone());
    drop(pending);
    assert_eq!(Rc::strong_count(&shared), 1);
}

#[test]
fn restart_arms_it_again() {
    let mut log = Vec::new();
    let mut pending: Waiting = Checkpoint::with(1);
    assert_eq!(poll(wait(&mut pending, &mut log), 9), Some(1));
    assert!(pending.is_finished());
    pending.restart(2);
    assert!(!pending.is_finished());
    assert_eq!(poll(wait(&mut pending, &mut log), 2), None);
    // What is pending is dropped.
    pending.restart(1);
    assert!(!pending.is_pending());
    assert_eq!(poll(wait(&mut pending, &mut log), 9), Some(1));
    assert_eq!(log, [1, 1, 1]);
}

#[cancel_safe]
async fn typed(items: &[u32]) -> u32 {
    let mut sum: u32 = 0;
    for item in items {
        yield_now().await;
        sum += item;
    }
    sum
}

#[test]
fn a_clone_goes_on_by_itself() {
    let items = [1, 2, 3];
    let mut pending = TypedCheckpoint::new();
    poll(typed(&mut pending, &items), 2);
    let mut other = pending.clone();
    assert_eq!(poll(typed(&mut pending, &items), 9), Some(6));
    assert!(other.is_pending());
    assert_eq!(poll(typed(&mut other, &items), 9), Some(6));
}

#[allow(dead_code)] // for its checkpoint alone
#[cancel_safe]
async fn keeps_rc(n: &u32) -> u32 {
    let kept: Rc<u32> = Rc::new(*n);
    yield_now().await;
    *kept
}

/// Whether a type has an auto trait: the method of the type comes before that of the trait.
macro_rules! has {
    ($Trait:ident, $Type:ty) => {{
        #[allow(dead_code)]
        trait No {
            fn has(&self) -> bool {
                false
            }
        }
        struct Ask<T>(std::marker::PhantomData<T>);
        impl<T> No for Ask<T> {}
        #[allow(dead_code)]
        impl<T: $Trait> Ask<T> {
            fn has(&self) -> bool {
                true
            }
        }
        Ask::<$Type>(std::marker::PhantomData).has()
    }};
}

#[test]
fn it_is_what_the_saved_values_are() {
    assert!(has!(Send, TypedCheckpoint));
    assert!(has!(Sync, TypedCheckpoint));
    assert!(has!(Unpin, TypedCheckpoint));
    assert!(has!(Clone, TypedCheckpoint));
    assert!(has!(Send, CollectCheckpoint));
    assert!(has!(Unpin, CollectCheckpoint));
    // A box of any type is not.
    assert!(!has!(Clone, CollectCheckpoint));
    assert!(!has!(Send, KeepsRcCheckpoint));
    assert!(!has!(Sync, KeepsRcCheckpoint));
    assert!(has!(Clone, KeepsRcCheckpoint));
}

#[derive(Debug, Default)]
struct Owner {
    pending: CollectCheckpoint,
    other: Option<Box<TypedCheckpoint>>,
}

#[test]
fn it_is_stored_in_a_struct_and_moves() {
    let mut owner = Owner::default();
    poll(collect(&mut owner.pending, &[1, 2]), 2);
    let mut moved = Box::new(owner);
    assert!(moved.other.is_none());
    assert_eq!(poll(collect(&mut moved.pending, &[1, 2]), 9), Some(vec![1, 2, 7]));

    let mut pending = CollectCheckpoint::new();
    poll(collect(&mut pending, &[1]), 2);
    let thread = std::thread::spawn(move || poll(collect(&mut pending, &[1]), 9));
    assert_eq!(thread.join().unwrap(), Some(vec![1, 7]));
}

#[test]
fn the_call_is_a_future_that_is_marked_and_can_be_pinned() {
    fn marked<F: CancelSafe>(future: F) -> F {
        future
    }
    let mut pending = TypedCheckpoint::new();
    let mut call: Pin<Box<dyn CancelSafe<Output = u32> + Send>> =
        Box::pin(marked(typed(&mut pending, &[1])));
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(call);
    assert!(pending.is_pending());
}

#[cancel_safe]
async fn held(env: &mut Env, owned: Loud) {
    let a: Loud = env.loud("a");
    let b = env.loud("b");
    let c: Loud = env.loud("c");
    env.pause().await;
    drop((a, b, c, owned));
}

#[test]
fn what_is_given_up_is_dropped_from_the_last_to_the_first() {
    let log = Log::new();
    let mut env = Env::new(log.clone());
    let mut pending = Checkpoint::with(env.loud("owned"));
    assert!(held(&mut pending, &mut env).now_or_never().is_none());
    drop(pending);
    let dropped = &log.effects()[4..];
    assert_eq!(dropped, ["drop c", "drop b", "drop a", "drop owned"]);
}
