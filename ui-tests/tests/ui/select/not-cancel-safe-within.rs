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
        //~^ not-cancel-safe
        n = &mut Holder { future: boxed() }.future => n,
        //~^ not-cancel-safe
        n = &mut vec![boxed()][0] => n,
        //~^ not-cancel-safe
        n = &mut *Box::new(boxed()) => n,
        //~^ not-cancel-safe
        n = &mut boxed() as &mut (dyn Future<Output = u32> + Unpin) => n,
        //~^ not-cancel-safe
        n = unsafe { &mut boxed() } => n,
        //~^ not-cancel-safe
        n = call!() => n,
        //~^ not-cancel-safe
        n = pinned!(request()) => n,
        //~^ not-cancel-safe
        n = &mut kept.future => n,
    }
}

fn main() {}
