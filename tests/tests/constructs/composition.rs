//! Annotated functions that await annotated functions, select, keep futures, and recurse.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::future::Future;
use std::pin::Pin;

use cancel_safe::testing::{Check, Log, yield_now};
use cancel_safe::{CancelSafe, Checkpoint, Held, cancel_safe, hold, safe_select};
use tests::env::Env;
use tests::twice;

/// Each test has a plain function and an annotated one, for what they await differs.
macro_rules! composed {
    ($(fn $name:ident { $plain:item $annotated:item })*) => {$(
        #[test]
        fn $name() {
            $plain
            $annotated
            tests::twice::check(
                stringify!($name),
                Checkpoint::new,
                async |env, _| plain(env).await,
                async |env, pending| annotated(pending, env).await,
            );
        }
    )*};
}

async fn plain_sum(env: &mut Env, numbers: &[u32]) -> u32 {
    let mut sum = 0;
    for n in numbers {
        sum += env.get(*n).await;
    }
    sum
}

#[cancel_safe]
async fn sum(env: &mut Env, numbers: &[u32]) -> u32 {
    let mut sum = 0;
    for n in numbers {
        sum += env.get(*n).await;
    }
    sum
}

async fn plain_drain(env: &mut Env, numbers: Vec<u32>) -> u32 {
    let mut sum = 0;
    for n in numbers {
        sum += env.get(n).await;
    }
    sum
}

#[cancel_safe]
async fn drain(env: &mut Env, numbers: Vec<u32>) -> u32 {
    let mut sum = 0;
    for n in numbers {
        sum += env.get(n).await;
    }
    sum
}

async fn plain_check(env: &mut Env, n: u32) -> Result<u32, tests::env::Failed> {
    let first = env.attempt(n).await?;
    env.attempt(first - 1).await
}

#[cancel_safe]
async fn check_it(env: &mut Env, n: &u32) -> Result<u32, tests::env::Failed> {
    let first = env.attempt(*n).await?;
    env.attempt(first - 1).await
}

composed! {
    fn a_checkpoint_in_a_local {
        async fn plain(env: &mut Env) -> u32 {
            let first = plain_sum(env, &[1, 2]).await;
            let second = plain_sum(env, &[first]).await;
            env.get(second).await
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let mut inner = Checkpoint::new();
            let first = sum(&mut inner, env, &[1, 2]).await;
            // Ready for a fresh call, as there are no owned parameters.
            let second = sum(&mut inner, env, &[first]).await;
            env.get(second).await
        }
    }

    fn a_typed_checkpoint_in_a_local {
        async fn plain(env: &mut Env) -> u32 {
            plain_sum(env, &[1, 2]).await + plain_sum(env, &[3]).await
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let mut first: SumCheckpoint = Checkpoint::new();
            let mut second = SumCheckpoint::default();
            sum(&mut first, env, &[1, 2]).await + sum(&mut second, env, &[3]).await
        }
    }

    fn the_sugar {
        async fn plain(env: &mut Env) -> u32 {
            let mut total = 0;
            for n in 1..3 {
                total += plain_sum(env, &[n, 10]).await;
            }
            if plain_sum(env, &[total]).await > 3 { plain_sum(env, &[1]).await } else { 0 }
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let mut total = 0;
            for n in 1..3 {
                total += sum(_, env, &[n, 10]).await;
            }
            if sum(_, env, &[total]).await > 3 { sum(_, env, &[1]).await } else { 0 }
        }
    }

    fn owned_parameters_of_an_inner_function {
        async fn plain(env: &mut Env) -> u32 {
            let list = env.list(2).await;
            let first = plain_drain(env, list).await;
            first + plain_drain(env, vec![first]).await
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let list = env.list(2).await;
            let mut inner = Checkpoint::with(list);
            let first = drain(&mut inner, env).await;
            inner.restart(vec![first]);
            first + drain(&mut inner, env).await
        }
    }

    fn an_inner_function_in_a_loop {
        async fn plain(env: &mut Env) -> u32 {
            let mut total = 0;
            while let Some(n) = env.next().await {
                total += plain_drain(env, vec![n; n as usize]).await;
            }
            total
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let mut total = 0;
            while let Some(n) = env.next().await {
                let mut inner = Checkpoint::with(vec![n; n as usize]);
                total += drain(&mut inner, env).await;
            }
            total
        }
    }

    fn question_marks_on_inner_functions {
        async fn plain(env: &mut Env) -> Result<u32, tests::env::Failed> {
            let first = plain_check(env, 3).await?;
            let second = plain_check(env, first).await?;
            plain_check(env, second).await
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> Result<u32, tests::env::Failed> {
            let first = check_it(_, env, &3).await?;
            let second = check_it(_, env, &first).await?;
            check_it(_, env, &second).await
        }
    }

    fn three_levels {
        async fn plain(env: &mut Env) -> u32 {
            async fn middle(env: &mut Env, n: u32) -> u32 {
                let doubled = env.get(n * 2).await;
                plain_sum(env, &[n, doubled]).await
            }
            middle(env, 1).await + middle(env, 2).await
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            #[cancel_safe]
            async fn middle(env: &mut Env, n: &u32) -> u32 {
                let doubled = env.get(n * 2).await;
                sum(_, env, &[*n, doubled]).await
            }
            middle(_, env, &1).await + middle(_, env, &2).await
        }
    }

    fn a_kept_future {
        async fn plain(env: &mut Env) -> u32 {
            async fn fetch(n: u32) -> u32 {
                yield_now().await;
                yield_now().await;
                n + 1
            }
            let n = env.get(1).await;
            let n = fetch(n).await;
            env.note(n);
            let n = fetch(n).await;
            env.get(n).await
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            async fn fetch(n: u32) -> u32 {
                yield_now().await;
                yield_now().await;
                n + 1
            }
            let n = env.get(1).await;
            let mut call = Box::pin(fetch(n));
            let n = (&mut call).await;
            env.note(n);
            let mut call: Held<u32> = hold(fetch(n));
            let n = (&mut call).await;
            env.get(n).await
        }
    }

    fn a_select {
        async fn plain(env: &mut Env) -> u32 {
            let mut total = 0;
            while let Some(n) = env.next().await {
                env.pause().await;
                total += env.get(n).await;
            }
            total
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let mut total = 0;
            loop {
                safe_select! {
                    biased;
                    n = env.next() => match n {
                        Some(n) => {
                            env.pause().await;
                            total += env.get(n).await;
                        }
                        None => break,
                    },
                    () = std::future::pending::<()>() => total += 100,
                }
            }
            total
        }
    }

    fn a_select_whose_value_is_used {
        async fn plain(env: &mut Env) -> u32 {
            let first = env.get(1).await;
            let second = env.get(first + 1).await;
            env.pause().await;
            first + second
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let base = 1;
            let first = safe_select! {
                biased;
                n = env.get(base) => n,
                () = std::future::pending::<()>() => 0,
            };
            let second = safe_select! {
                biased;
                () = std::future::pending::<()>() => 0,
                n = env.get(first + 1) => {
                    env.pause().await;
                    n
                }
            };
            first + second
        }
    }

    fn a_select_within_a_handler {
        async fn plain(env: &mut Env) -> u32 {
            let mut total = 0;
            while let Some(n) = env.next().await {
                let m = env.get(n * 10).await;
                total += env.get(m + n).await;
            }
            total
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let mut total = 0;
            loop {
                safe_select! {
                    biased;
                    Some(n) = env.next() => {
                        safe_select! {
                            biased;
                            m = env.get(n * 10) => total += env.get(m + n).await,
                            () = std::future::pending::<()>() => break,
                        }
                    }
                    else => break,
                }
            }
            total
        }
    }

    fn an_annotated_function_in_a_select {
        async fn plain(env: &mut Env) -> u32 {
            let first = plain_sum(env, &[1, 2]).await;
            env.get(first).await
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let mut inner = Checkpoint::new();
            let first = safe_select! {
                biased;
                n = sum(&mut inner, env, &[1, 2]) => n,
                () = std::future::pending::<()>() => 0,
            };
            env.get(first).await
        }
    }

    fn an_async_block_with_one_await {
        async fn plain(env: &mut Env) -> u32 {
            let n = 2;
            let first = env.get(n).await + 1;
            env.get(first).await * 2
        }
        #[cancel_safe]
        async fn annotated(env: &mut Env) -> u32 {
            let n = 2;
            let first = safe_select! {
                biased;
                first = async { env.get(n).await + 1 } => first,
                () = std::future::pending::<()>() => 0,
            };
            env.get(first).await * 2
        }
    }
}

fn plain_count_down<'a>(env: &'a mut Env, n: u32) -> Pin<Box<dyn Future<Output = u32> + 'a>> {
    Box::pin(async move {
        let here = env.get(n).await;
        match here {
            0 => 0,
            _ => here + plain_count_down(env, n - 1).await,
        }
    })
}

/// The checkpoint of a recursive call is made as deep as the calls go: in a box.
#[cancel_safe]
async fn count_down(env: &mut Env, n: &u32) -> u32 {
    let here = env.get(*n).await;
    if here == 0 {
        return 0;
    }
    let mut inner: Box<CountDownCheckpoint> = Box::default();
    let next = here - 1;
    let below = boxed_count_down(&mut inner, env, &next).await;
    here + below
}

fn boxed_count_down<'a>(
    pending: &'a mut CountDownCheckpoint,
    env: &'a mut Env,
    n: &'a u32,
) -> Pin<Box<dyn CancelSafe<Output = u32> + 'a>> {
    Box::pin(count_down(pending, env, n))
}

#[test]
fn recursion_through_a_box() {
    tests::twice::check(
        "recursion_through_a_box",
        Checkpoint::new,
        async |env, _| plain_count_down(env, 3).await,
        async |env, pending| count_down(pending, env, &3).await,
    );
}

#[derive(Default)]
struct Connection {
    sent: Vec<u32>,
    flushing: ConnectionFlushCheckpoint,
}

#[cancel_safe]
impl Connection {
    #[cancel_safe]
    async fn read(&mut self, env: &mut Env) -> Option<u32> {
        let first = env.next().await?;
        env.pause().await;
        Some(first)
    }

    #[cancel_safe(stored_in = self.flushing)]
    async fn flush(&mut self, env: &mut Env) -> u32 {
        let mut sum = 0;
        while let Some(n) = self.sent.pop() {
            sum += env.get(n).await;
        }
        sum
    }

    #[cancel_safe]
    async fn serve(&mut self, env: &mut Env) -> u32 {
        let mut total = 0;
        let mut reading = Checkpoint::new();
        while let Some(n) = self.read(&mut reading, env).await {
            self.sent.extend([n, n + 1]);
            total += self.flush(env).await;
        }
        total
    }
}

#[test]
fn methods_that_await_methods() {
    let report = Check::new().run_against(
        |log: Log| (Env::new(log), Connection::default(), Checkpoint::new()),
        async |(env, _, _)| {
            let mut total = 0;
            while let Some(n) = env.next().await {
                env.pause().await;
                total += env.get(n + 1).await;
                total += env.get(n).await;
            }
            total
        },
        async |(env, connection, pending)| connection.serve(pending, env).await,
    );
    assert!(report.suspensions > 10);
}

twice! {
    async fn a_future_from_elsewhere_that_is_kept(env: &mut Env) -> u32 {
        let mut future = Box::pin(async {
            yield_now().await;
            7
        });
        env.pause().await;
        let n = (&mut future).await;
        env.get(n).await
    }
}

twice! {
    async fn a_select_within_a_macro(env: &mut Env) -> Vec<u32> {
        let a = vec![cancel_safe::safe_select! { x = cancel_safe::assume_cancel_safe(env.get(3)) => x, () = cancel_safe::assume_cancel_safe(std::future::pending()) => 7 }, 4];
        let text = format!("{}-{}", a[0], cancel_safe::safe_select! { x = cancel_safe::assume_cancel_safe(env.get(5)) => env.get(x + 1).await, () = cancel_safe::assume_cancel_safe(std::future::pending()) => 7 });
        let is = matches!(cancel_safe::safe_select! { x = cancel_safe::assume_cancel_safe(env.find(5)) => x, () = cancel_safe::assume_cancel_safe(std::future::pending()) => None }, Some(5));
        vec![a[0], text.len() as u32, is as u32]
    }
}

#[cancel_safe]
async fn blocks_named_in_front_of_the_select(env: &mut Env) -> u32 {
    let mut sum = 0;
    for n in 0..3u32 {
        let one = async { env.get(n).await + 1 };
        let other = async { std::future::pending::<u32>().await + n };
        sum += safe_select! {
            biased;
            v = one => v,
            v = other, if n > 1 => v,
        };
        env.pause().await;
    }
    let last = async { env.get(sum).await };
    safe_select! { v = last => v + sum }
}

#[test]
fn a_block_with_a_name_is_one_in_the_branch() {
    twice::check(
        "blocks_named_in_front_of_the_select",
        Checkpoint::new,
        async |env, _| {
            let mut sum = 0;
            for n in 0..3u32 {
                sum += env.get(n).await + 1;
                env.pause().await;
            }
            env.get(sum).await + sum
        },
        async |env, pending| blocks_named_in_front_of_the_select(pending, env).await,
    );
}

twice! {
    async fn calls_named_in_front_of_the_select(env: &mut Env) -> u32 {
        let mut sum = 0;
        loop {
            let next = env.next();
            match safe_select! { n = next => n, v = std::future::pending::<u32>() => Some(v) } {
                Some(n) => sum += n,
                None => break,
            }
            env.pause().await;
        }
        sum
    }
}
