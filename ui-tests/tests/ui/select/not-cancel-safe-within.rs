//! What a branch only refers to, and makes itself, ends with it.

use cancel_safe::safe_select;
use std::pin::{Pin, pin as pinned};

async fn request() -> u32 {
    3
}

type Boxed = Pin<Box<dyn Future<Output = u32>>>;

fn boxed() -> Boxed {
    Box::pin(request())
}

struct Holder {
    future: Boxed,
}

macro_rules! call {
    () => {
        &mut Box::pin(request())
    };
}

async fn run(kept: &mut Holder) -> u32 {
    safe_select! {
        n = &mut (boxed(),).0 => n,
        n = &mut Holder { future: boxed() }.future => n,
        n = &mut vec![boxed()][0] => n,
        n = &mut *Box::new(boxed()) => n,
        n = &mut boxed() as &mut (dyn Future<Output = u32> + Unpin) => n,
        n = unsafe { &mut boxed() } => n,
        n = call!() => n,
        n = pinned!(request()) => n,
        n = &mut kept.future => n,
    }
}

fn main() {}
