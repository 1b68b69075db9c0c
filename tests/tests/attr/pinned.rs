//! `pin!` in front of an await: the future that it pins is saved, in a box.

use std::pin::pin;

use cancel_safe::safe_select;
use cancel_safe::testing::{Log, pending_times, yield_now};
use futures::{StreamExt as _, pin_mut, stream};
use tests::env::{Env, Loud};
use tests::twice;

/// Some work that takes a value with it, and must not be moved.
async fn work(loud: Loud, waits: u32) -> String {
    for _ in 0..waits {
        yield_now().await;
    }
    loud.name().to_owned()
}

twice! {
    async fn of_the_standard_library(env: &mut Env) -> String {
        let mut call = pin!(work(env.loud("pinned"), 2));
        env.pause().await;
        let name = call.as_mut().await;
        env.note("behind");
        env.pause().await;
        name
    }
}

twice! {
    async fn by_value(env: &mut Env) -> String {
        let call = std::pin::pin!(work(env.loud("pinned"), 2));
        let name = call.await;
        env.pause().await;
        name
    }
}

twice! {
    async fn two_in_a_tuple(env: &mut Env) -> String {
        let (mut a, mut b) = (pin!(work(env.loud("a"), 1)), (pin!(work(env.loud("b"), 2))));
        let last = (&mut b).await;
        last + &(&mut a).await
    }
}

twice! {
    async fn of_tokio(env: &mut Env) -> usize {
        let call = work(env.loud("pinned"), 3);
        tokio::pin!(call);
        loop {
            safe_select! {
                biased;
                name = &mut call => return name.len(),
                () = yield_now() => {}
            }
        }
    }
}

twice! {
    async fn several_of_tokio(env: &mut Env) -> String {
        tokio::pin! {
            let a = work(env.loud("a"), 1);
            let b = work(env.loud("b"), env.get(2).await);
        }
        b.await + &a.as_mut().await
    }
}

twice! {
    async fn of_futures(env: &mut Env) -> String {
        let (a, b) = (work(env.loud("a"), 1), work(env.loud("b"), 2));
        pin_mut!(a, b);
        env.pause().await;
        a.await + &b.await
    }
}

twice! {
    async fn a_stream(env: &mut Env) -> u32 {
        let numbers = stream::iter([1_u32, 2, 3]).then(|n| async move {
            pending_times(n as usize).await;
            n
        });
        let mut numbers = pin!(numbers);
        let mut sum = 0;
        while let Some(number) = numbers.next().await {
            env.note(number);
            sum += env.get(number).await;
        }
        sum
    }
}

twice! {
    async fn in_a_handler(env: &mut Env) -> String {
        safe_select! {
            n = env.get(2) => {
                let call = work(env.loud("pinned"), n);
                tokio::pin!(call);
                env.pause().await;
                call.await
            }
        }
    }
}

twice! {
    async fn made_by_what_awaits(env: &mut Env) -> String {
        let call = pin!(work(env.loud("pinned"), env.get(2).await));
        call.await
    }
}

twice! {
    async fn under_conditions(env: &mut Env) -> String {
        let call = work(env.loud("pinned"), 1);
        #[cfg(any())]
        tokio::pin!(missing);
        #[cfg(all())]
        tokio::pin!(call);
        #[cfg(any())]
        let other = missing::pin!(call);
        env.pause().await;
        call.await
    }
}

/// No await comes behind, so it stays where it is.
#[cancel_safe::cancel_safe]
async fn at_the_end(env: &mut Env) -> u32 {
    let n = env.get(2).await;
    let place = &n;
    let borrowed: &u32 = pin!(place).get_mut();
    *borrowed
}

#[test]
fn where_no_await_follows() {
    let mut env = Env::new(Log::default());
    let mut checkpoint = cancel_safe::Checkpoint::default();
    let call = at_the_end(&mut checkpoint, &mut env);
    assert_eq!(futures::executor::block_on(call), 2);
}
