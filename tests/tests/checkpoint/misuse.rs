//! What is refused at run time, in words that say where and what to do.

use cancel_safe::Checkpoint;

use super::*;

#[test]
fn finished_is_said_exactly() {
    let mut pending: Waiting = Checkpoint::with(1);
    poll(wait(&mut pending, &mut Vec::new()), 9);
    let message = panic_of(|| drop(wait(&mut pending, &mut Vec::new())));
    assert_eq!(
        message,
        "`wait` has already completed with this checkpoint; arm it again with \
         `checkpoint.restart(..)`"
    );
}

#[cancel_safe]
async fn panics(at: &u32) -> u32 {
    let mut n = 0;
    loop {
        yield_now().await;
        n += 1;
        assert_ne!(n, *at, "so it was asked");
    }
}

#[test]
fn a_panic_poisons() {
    let mut pending = PanicsCheckpoint::new();
    poll(panics(&mut pending, &3), 2);
    assert!(pending.is_pending());
    assert!(panic_of(|| _ = poll(panics(&mut pending, &3), 9)).contains("so it was asked"));
    assert!(pending.is_poisoned());
    assert!(!pending.is_pending());
    assert_eq!(format!("{pending:?}"), "Checkpoint { function: panics, status: poisoned }");
    let message = panic_of(|| drop(panics(&mut pending, &3)));
    assert_eq!(
        message,
        "the checkpoint of `panics` is poisoned: an earlier call panicked; what it had pending is \
         lost, `checkpoint.clear()` mends it"
    );
    pending.clear();
    assert!(!pending.is_poisoned());
    assert_eq!(poll(panics(&mut pending, &9), 2), None);
}

#[test]
fn a_leaked_future_poisons() {
    let mut pending = CollectCheckpoint::new();
    {
        let mut call = Box::pin(collect(&mut pending, &[1]));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        std::mem::forget(call);
    }
    assert!(pending.is_poisoned());
    let message = panic_of(|| drop(collect(&mut pending, &[1])));
    assert_eq!(
        message,
        "the checkpoint of `collect` is poisoned: the future of an earlier call was leaked \
         (`mem::forget`), so it could not save itself; `checkpoint.clear()` mends it"
    );
    pending.clear();
    assert_eq!(poll(collect(&mut pending, &[1]), 9), Some(vec![1, 7]));
}

#[test]
fn a_leaked_future_that_was_never_polled_does_not() {
    let mut pending = CollectCheckpoint::new();
    std::mem::forget(collect(&mut pending, &[1]));
    assert!(!pending.is_poisoned());
    assert_eq!(poll(collect(&mut pending, &[1]), 9), Some(vec![1, 7]));
}

#[cancel_safe]
async fn walks(list: &[u32], shape: &Option<u32>) -> u32 {
    let mut sum = 0;
    for n in list {
        if let Some(m) = shape {
            yield_now().await;
            sum += n * m;
        }
    }
    sum
}

#[test]
fn foreign_arguments_panic() {
    let mut pending = WalksCheckpoint::new();
    poll(walks(&mut pending, &[1, 2, 3], &Some(2)), 3);
    let mut other = WalksCheckpoint::new();
    poll(walks(&mut other, &[1, 2, 3], &Some(2)), 3);
    // A shorter list.
    let message = panic_of(|| _ = poll(walks(&mut pending, &[1], &Some(2)), 1));
    assert!(message.starts_with("`walks` was suspended at "), "{message}");
    assert!(message.contains("which the arguments of this call do not lead to any more"));
    assert!(message.contains("`checkpoint.clear()`"));
    assert!(pending.is_poisoned());
    // Another shape.
    let message = panic_of(|| _ = poll(walks(&mut other, &[1, 2, 3], &None), 1));
    assert!(message.starts_with("`walks` was suspended at "), "{message}");
}

#[test]
fn foreign_arguments_are_told_the_await() {
    let mut pending = WalksCheckpoint::new();
    poll(walks(&mut pending, &[1, 2], &Some(2)), 1);
    let point = pending.suspended_at().unwrap();
    let message = panic_of(|| _ = poll(walks(&mut pending, &[], &Some(2)), 1));
    assert!(message.contains(&point.to_string()), "{message}");
}

#[derive(Default)]
struct Machine {
    log: Vec<u32>,
    pending: MachineStepCheckpoint,
}

#[cancel_safe]
impl Machine {
    #[cancel_safe(stored_in = self.pending)]
    async fn step(&mut self) -> u32 {
        let first = self.log.len() as u32;
        yield_now().await;
        self.log.push(first);
        yield_now().await;
        self.log.push(first + 1);
        first
    }
}

#[test]
fn a_stored_checkpoint_is_poisoned_too() {
    let mut machine = Machine::default();
    assert_eq!(poll(machine.step(), 2), None);
    assert!(machine.pending.is_pending());
    assert_eq!(poll(machine.step(), 9), Some(0));
    assert_eq!(machine.log, [0, 1]);
    {
        let mut call = Box::pin(machine.step());
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        std::mem::forget(call);
    }
    assert!(machine.pending.is_poisoned());
    let message = panic_of(|| _ = poll(machine.step(), 1));
    assert!(message.starts_with("the checkpoint of `step` is poisoned"), "{message}");
    machine.pending.clear();
    assert_eq!(poll(machine.step(), 9), Some(2));
}
