//! What a branch refers to: is it kept elsewhere, or made by the branch, so that it ends with it?

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::future::{Future, ready};
use std::pin::Pin;

use cancel_safe::{assume_cancel_safe, safe_select};
use tokio::sync::mpsc::channel;

struct Slot(Pin<Box<dyn Future<Output = u32>>>);

impl Slot {
    fn get(&mut self) -> &mut Slot {
        self
    }

    fn by_value(n: u32) -> (u8, std::future::Ready<u32>) {
        (0, ready(n))
    }
}

fn slot(n: u32) -> Slot {
    Slot(Box::pin(async move { n }))
}

#[tokio::test]
async fn to_what_is_kept_elsewhere() {
    let lock = std::sync::Mutex::new(slot(1));
    let x = safe_select! { v = &mut lock.lock().unwrap().0 => v };
    let lock = tokio::sync::Mutex::new(Box::pin(async { 2 }));
    let y = {
        let mut held = lock.lock().await;
        safe_select! { v = &mut *held => v }
    };

    let mut kept = slot(3);
    let z = safe_select! { v = &mut kept.get().0 => v };
    assert_eq!((x, y, z), (1, 2, 3));
}

#[tokio::test]
async fn to_what_is_cancel_safe_itself() {
    let x = safe_select! { v = &mut Slot::by_value(1).1 => v };
    let y = safe_select! { v = &mut [ready(2)][0] => v };
    let z = safe_select! { v = &mut *Box::new(ready(3)) => v };
    let w = safe_select! { v = &mut ready(4_u32) as &mut (dyn Future<Output = u32> + Unpin) => v };
    assert_eq!((x, y, z, w), (1, 2, 3, 4));
}

#[tokio::test]
async fn made_by_macros() {
    macro_rules! receive {
        ($rx:expr) => {
            &mut Box::pin(assume_cancel_safe($rx.recv()))
        };
    }
    macro_rules! zero {
        () => {
            ready(0)
        };
    }
    let (tx, mut rx) = channel(1);
    tx.try_send(1).unwrap();
    let x = safe_select! { v = receive!(rx) => v };
    let y =
        safe_select! { v = zero!() => v, v = match 3 { 3 => zero!(), _ => unreachable!() } => v };
    assert_eq!((x, y), (Some(1), 0));
}
