//! Futures in locals that are awaited by name: the future itself is saved.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use cancel_safe::testing::{pending_times, yield_now};
use tests::env::{Env, Loud};
use tests::twice;
use tokio::time::timeout;

/// Some work that takes a value with it.
fn work(loud: Loud, waits: u32) -> Pin<Box<dyn Future<Output = String> + Send>> {
    Box::pin(async move {
        for _ in 0..waits {
            yield_now().await;
        }
        loud.name().to_owned()
    })
}

twice! {
    async fn a_local(env: &mut Env) -> String {
        let call = work(env.loud("moved"), 3);
        env.pause().await;
        let name = call.await;
        env.note("behind");
        env.pause().await;
        name
    }
}

twice! {
    async fn one_of_two_of_that_name(env: &mut Env) -> String {
        let call = work(env.loud("outer"), 1);
        let name = {
            let call = work(env.loud("inner"), 2);
            call.await
        };
        env.pause().await;
        name + &call.await
    }
}

twice! {
    async fn one_that_is_made_of_another_of_that_name(env: &mut Env) -> String {
        let call = env.loud("one");
        let call = work(call, 2);
        call.await
    }
}

twice! {
    async fn a_binding_of_a_pattern(env: &mut Env) -> Option<String> {
        let calls = (1, Some(work(env.loud("moved"), 2)));
        match calls {
            (n, Some(call)) if n > 0 => {
                env.pause().await;
                Some(call.await)
            }
            _ => None,
        }
    }
}

twice! {
    async fn some_in_a_loop(env: &mut Env) -> usize {
        let calls = vec![work(env.loud("one"), 1), work(env.loud("two"), 2)];
        let mut length = 0;
        for call in calls {
            length += call.await.len();
            env.note(length);
        }
        length
    }
}

twice! {
    async fn one_that_is_assigned_again(env: &mut Env) -> usize {
        let mut call = work(env.loud("one"), 1);
        let mut length = 0;
        while length < 9 {
            length += call.await.len();
            call = work(env.loud(length), 1);
        }
        length
    }
}

twice! {
    (env; work(env_free("owned"), 2), true)
    async fn a_parameter(
        env: &mut Env,
        call: Pin<Box<dyn Future<Output = String> + Send>>,
        now: bool,
    ) -> String {
        if now {
            env.pause().await;
            return call.await;
        }
        env.pause().await;
        String::new()
    }
}

fn env_free(name: &str) -> Loud {
    Env::new(Default::default()).loud(name)
}

twice! {
    async fn one_that_is_cancel_safe_by_its_type(env: &mut Env) {
        let wait = pending_times(3);
        env.note("before");
        wait.await;
        env.note("behind");
    }
}

#[tokio::test]
async fn in_a_timeout() {
    use cancel_safe::{Checkpoint, cancel_safe};

    #[cancel_safe]
    async fn answer(sender: tokio::sync::oneshot::Sender<u32>) -> Option<u32> {
        let (tx, rx) = tokio::sync::oneshot::channel();
        tx.send(7).ok()?;
        drop(sender);
        timeout(Duration::from_secs(1), rx).await.ok()?.ok()
    }

    let (tx, rx) = tokio::sync::oneshot::channel();
    assert_eq!(answer(&mut Checkpoint::with(tx)).await, Some(7));
    assert!(rx.await.is_err());
}
