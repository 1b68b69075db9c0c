use cancel_safe::safe_select;
use std::task::{Context, Poll};

fn closure_that_moves(mut items: Vec<u32>) -> impl Future<Output = Option<u32>> {
    async move {
        safe_select! {
            item = std::future::poll_fn(move |_| Poll::Ready(items.pop())) => item,
            //~^ not-cancel-safe
        }
    }
}

mod theirs {
    pub async fn poll_fn<T>(_: impl Fn(u32) -> T) -> T {
        unimplemented!()
    }
}

async fn another_function(rest: &mut Vec<u32>) -> Option<u32> {
    safe_select! {
        item = theirs::poll_fn(|n| n) => Some(item),
        //~^ not-cancel-safe
        item = std::future::poll_fn(|_: &mut Context<'_>| Poll::Ready(rest.pop())) => item,
    }
}

fn main() {}
