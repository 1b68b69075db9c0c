//! Control flow with awaits in it: blocks, conditions, jumps out of them.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::ops::ControlFlow;
use std::task::Poll;

use tests::env::{Env, Failed};
use tests::twice;

twice! {
    async fn nothing(env: &mut Env) {
        env.note("nothing is awaited");
    }
}

twice! {
    async fn one(env: &mut Env) -> u32 {
        env.get(1).await
    }
}

twice! {
    async fn a_row_of_statements(env: &mut Env) {
        env.note("start");
        env.pause().await;
        env.note("between");
        env.pause().await;
        env.pause().await;
        env.note("end");
    }
}

twice! {
    async fn locals_between_statements(env: &mut Env) -> u32 {
        let a = env.count();
        env.pause().await;
        let b = env.count() + a;
        env.pause().await;
        let c = env.count() + b;
        env.pause().await;
        a + b + c
    }
}

twice! {
    async fn if_else(env: &mut Env) -> u32 {
        let n = env.count();
        if n == 1 {
            env.note("then");
            env.pause().await;
        } else {
            env.note("else");
            env.get(2).await;
        }
        env.pause().await;
        n
    }
}

twice! {
    async fn if_only(env: &mut Env) {
        if env.count() == 1 {
            env.note("first");
            env.pause().await;
            env.note("after");
        }
        if env.count() == 1 {
            env.pause().await;
        }
        env.note("end");
    }
}

twice! {
    async fn only_else_awaits(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 0..3 {
            if n == 1 {
                env.note("one");
                sum += 10;
            } else {
                sum += env.get(n).await;
            }
        }
        sum
    }
}

twice! {
    async fn only_then_awaits(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 0..3 {
            if n == 1 {
                sum += env.get(n).await;
            } else {
                env.note("not one");
                sum += 10;
            }
        }
        sum
    }
}

twice! {
    async fn else_if_chain(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 0..5 {
            if n == 0 {
                sum += env.get(10).await;
            } else if n == 1 {
                sum += 1;
            } else if n == 2 {
                let twice = env.get(n).await * 2;
                sum += twice + env.get(n).await;
            } else if env.flag(n == 3).await {
                sum += 3;
            } else {
                sum += env.get(100).await;
            }
            env.note(sum);
        }
        sum
    }
}

twice! {
    async fn if_as_a_value(env: &mut Env) -> u32 {
        let a = if env.count() == 1 { env.get(5).await } else { 6 };
        let b = if env.count() == 1 { 7 } else { env.get(8).await };
        let c = if a > b { 1 } else if b == 8 { env.get(9).await } else { env.get(3).await };
        a * 100 + b * 10 + c
    }
}

twice! {
    async fn condition_awaits(env: &mut Env) -> u32 {
        if env.flag(true).await {
            env.note("yes");
        }
        if env.flag(false).await {
            env.note("never");
            env.pause().await;
        } else if env.get(3).await == 3 {
            env.note("three");
            env.pause().await;
        }
        if !env.flag(false).await && env.get(1).await < 2 { env.get(4).await } else { 0 }
    }
}

twice! {
    async fn nested_ifs(env: &mut Env) -> u32 {
        let mut total = 0;
        for n in 0..4_u32 {
            if n % 2 == 0 {
                let even = env.get(n).await;
                if n > 0 {
                    let inner = env.count();
                    env.pause().await;
                    if inner > 0 {
                        env.pause().await;
                        total += inner;
                    }
                }
                total += even;
            } else if n == 3 {
                if env.flag(true).await {
                    total += env.get(30).await;
                }
            }
        }
        total
    }
}

twice! {
    async fn blocks(env: &mut Env) -> u32 {
        let a = {
            let b = env.count();
            env.pause().await;
            {
                let c = env.count() + b;
                env.pause().await;
                c + b
            }
        };
        {
            env.pause().await;
        }
        {
            let a = a + 1;
            env.pause().await;
            env.note(a);
        }
        a
    }
}

twice! {
    async fn labelled_block(env: &mut Env) -> u32 {
        let a = 'found: {
            let n = env.get(1).await;
            if n == 2 {
                break 'found 20;
            }
            env.pause().await;
            if n == 1 {
                break 'found env.get(10).await;
            }
            env.note("never");
            30
        };
        'skip: {
            if a == 10 {
                break 'skip;
            }
            env.pause().await;
        }
        env.pause().await;
        a
    }
}

twice! {
    async fn nested_labelled_blocks(env: &mut Env) -> u32 {
        'outer: {
            let inner = 'inner: {
                if env.flag(false).await {
                    break 'outer 1;
                }
                if env.flag(true).await {
                    break 'inner env.get(2).await;
                }
                env.get(3).await
            };
            env.note(inner);
            if env.get(inner).await == 2 {
                break 'outer inner * 10;
            }
            inner
        }
    }
}

twice! {
    async fn early_return(env: &mut Env) -> u32 {
        let a = env.get(1).await;
        if a == 0 {
            return 100;
        }
        env.pause().await;
        if a == 1 {
            env.pause().await;
            return env.get(2).await + a;
        }
        env.note("never");
        env.get(3).await
    }
}

twice! {
    async fn return_without_a_value(env: &mut Env) {
        for n in 0.. {
            env.get(n).await;
            if n == 2 {
                env.note("leave");
                return;
            }
        }
    }
}

twice! {
    async fn return_from_nested_loops(env: &mut Env) -> u32 {
        loop {
            loop {
                let n = env.next().await;
                match n {
                    Some(2) => return env.get(7).await,
                    Some(n) => {
                        env.note(n);
                        env.pause().await;
                    }
                    None => return 0,
                }
            }
        }
    }
}

twice! {
    async fn question_mark(env: &mut Env) -> Result<u32, Failed> {
        let a = env.attempt(1).await?;
        let b = env.attempt(2).await? + a;
        env.note(b);
        env.attempt(0).await?;
        env.note("never");
        Ok(a + b)
    }
}

twice! {
    async fn question_mark_on_options(env: &mut Env) -> Option<u32> {
        let a = env.find(1).await?;
        let b = env.find(2).await?.checked_add(a)?;
        env.pause().await;
        env.next().await.filter(|n| *n == 1)?;
        Some(a + b + env.next().await?)
    }
}

twice! {
    async fn question_mark_in_the_tail(env: &mut Env) -> Result<u32, Failed> {
        let a = env.attempt(3).await?;
        Ok(a + env.attempt(0).await?)
    }
}

twice! {
    async fn question_mark_converts(env: &mut Env) -> Result<u32, Box<dyn std::error::Error>> {
        let a = env.attempt(3).await?;
        let parsed: u32 = env.text("12").await.parse()?;
        env.pause().await;
        let bad: u32 = env.text("x").await.parse()?;
        Ok(a + parsed + bad)
    }
}

twice! {
    async fn question_mark_on_a_control_flow(env: &mut Env) -> ControlFlow<String, u32> {
        fn checked(n: u32, limit: u32) -> ControlFlow<String, u32> {
            if n > limit {
                return ControlFlow::Break(format!("{n} is over {limit}"));
            }
            ControlFlow::Continue(n)
        }
        let a = env.get(3).await;
        let first = checked(env.get(2).await, a)?;
        env.pause().await;
        let second = first + checked(env.get(4).await, a)?;
        env.note("never");
        env.pause().await;
        ControlFlow::Continue(second)
    }
}

twice! {
    async fn question_mark_on_a_poll(env: &mut Env) -> Poll<Result<u32, Failed>> {
        let a: Poll<u32> = Poll::Ready(env.attempt(1).await).map_ok(|n| n + 1)?;
        env.pause().await;
        let b = Poll::Ready(env.attempt(0).await)?;
        env.note("never");
        b.map(|n| Ok(n + a.is_ready() as u32))
    }
}

twice! {
    async fn local_items(env: &mut Env) -> u32 {
        const BASE: u32 = 3;
        let first = env.get(BASE).await;
        struct Pair(u32, u32);
        impl Pair {
            fn sum(&self) -> u32 {
                self.0 + self.1
            }
        }
        let pair = Pair(first, env.get(4).await);
        use std::cmp::max as larger;
        fn twice(n: u32) -> u32 {
            n * 2
        }
        macro_rules! thrice {
            ($n:expr) => {
                $n * 3
            };
        }
        env.pause().await;
        larger(twice(pair.sum()), thrice!(pair.0))
    }
}

twice! {
    async fn attributes_on_statements(env: &mut Env) -> u32 {
        #[allow(unused_mut)]
        let mut n = env.get(1).await;
        #[allow(clippy::no_effect)]
        {
            env.get(n).await;
        }
        #[allow(clippy::needless_bool)]
        if env.flag(true).await {
            env.pause().await;
        }
        #[cfg(any())]
        env.no_such_method().await;
        match n {
            #[cfg(any())]
            NoSuchVariant => env.get(2).await,
            #[allow(unreachable_patterns)]
            n => env.get(n + 2).await,
        }
    }
}

twice! {
    #[allow(unused_mut, unused_assignments)]
    async fn assigned_under_a_condition(env: &mut Env) -> u32 {
        let (mut n, mut m) = (env.get(1).await, [0]);
        #[cfg(any())]
        {
            n = env.get(100).await;
        }
        env.pause().await;
        if n > 0 {
            #[cfg(all())]
            {
                m[0] = n;
                n = env.get(10).await;
            }
        }
        env.pause().await;
        #[cfg(not(any()))]
        {
            m[0] += env.get(5).await;
        }
        env.pause().await;
        n + m[0]
    }
}

twice! {
    async fn one_of_three_tails(env: &mut Env) -> u32 {
        let n = {
            #[cfg(not(all()))]
            {
                0
            }
            #[cfg(any())]
            {
                env.no_such_method().await
            }
            #[cfg(all())]
            {
                env.pause().await;
                env.get(2).await
            }
        };
        env.pause().await;
        #[cfg(any())]
        {
            n
        }
        #[cfg(not(any()))]
        {
            n + env.get(3).await
        }
    }
}

twice! {
    async fn elements_under_a_condition(env: &mut Env) -> u32 {
        let list = [env.get(1).await, #[cfg(any())] env.get(20).await, #[cfg(all())] env.get(3).await];
        let pair = (#[cfg(any())] env.get(50).await, list[0], #[cfg(not(any()))] env.get(6).await,);
        let range = std::ops::Range {
            #[cfg(any())]
            start: env.get(700).await,
            #[cfg(not(any()))]
            start: env.get(7).await,
            end: pair.1,
        };
        let more = vec![
            #[cfg(any())] env.count(),
            env.count(),
            #[cfg(any())] "no number",
            #[cfg(not(any()))] range.start,
            env.get(range.end).await,
        ];
        env.get(#[cfg(any())] more[2], more[0] + more[1]).await
    }
}

twice! {
    async fn arms_under_a_condition(env: &mut Env) -> u32 {
        let n = env.get(1).await;
        #[cfg(any())]
        return env.get(7).await;
        let m = match n {
            #[cfg(any())]
            NoSuchVariant => env.no_such_method().await,
            #[cfg(all())]
            1 => env.get(3).await,
            n => env.get(n).await,
        };
        let add = |n: u32| {
            #[cfg(any())]
            {
                n + 1
            }
            #[cfg(not(any()))]
            {
                n + 2
            }
        };
        env.get(add(m)).await
    }
}

twice! {
    async fn leaves_under_a_condition(env: &mut Env) -> u32 {
        let n = env.get(1).await;
        let m = n + 1;
        #[cfg(any())]
        {
            return env.get(3).await;
        }
        for n in 0..3u32 {
            #[cfg(not(all()))]
            {
                env.get(n).await;
                continue;
            }
            env.get(n + m).await;
        }
        #[cfg(all())]
        {
            env.pause().await;
            return env.get(n + 4).await;
        }
    }
}

twice! {
    #[allow(unreachable_code)]
    async fn return_before_the_tail(env: &mut Env) -> u32 {
        env.get(1).await;
        return env.get(2).await;
        env.get(3).await
    }
}

twice! {
    #[allow(unreachable_code, unused_variables)]
    async fn return_before_all(env: &mut Env) -> Option<u32> {
        return None;
        env.pause().await;
        Some(1)
    }
}
