//! `loop` and `while`, with labels, values and what lives for a round.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::{Env, Failed};
use tests::twice;

twice! {
    async fn loop_with_a_value(env: &mut Env) -> u32 {
        let mut sum = 0;
        loop {
            sum += env.get(3).await;
            if sum > 8 {
                break sum * 2;
            }
        }
    }
}

twice! {
    async fn loop_as_an_initializer(env: &mut Env) -> u32 {
        let found = loop {
            match env.next().await {
                Some(n) if n > 1 => break n,
                Some(n) => env.note(n),
                None => break 0,
            }
        };
        env.get(found).await
    }
}

twice! {
    async fn break_awaits(env: &mut Env) -> u32 {
        let a = loop {
            break env.get(1).await + env.get(2).await;
        };
        let b = loop {
            if env.flag(true).await {
                break env.attempt(4).await.unwrap();
            }
        };
        a + b
    }
}

twice! {
    async fn while_loop(env: &mut Env) -> u32 {
        let mut n = 0;
        while n < 4 {
            n += 1;
            if n == 2 {
                continue;
            }
            let got = env.get(n).await;
            env.note(got);
        }
        n
    }
}

twice! {
    async fn while_awaits_in_the_condition(env: &mut Env) -> u32 {
        let mut n = 0;
        while env.get(n).await < 3 {
            n += 1;
            env.note(n);
        }
        while env.flag(n < 5).await && n != 100 {
            n += 1;
            env.pause().await;
        }
        n
    }
}

twice! {
    async fn while_let(env: &mut Env) -> u32 {
        let mut sum = 0;
        while let Some(n) = env.next().await {
            env.pause().await;
            sum += n;
        }
        sum
    }
}

twice! {
    async fn while_let_some_ok(env: &mut Env) -> Result<u32, Failed> {
        let mut sum = 0;
        while let Some(n @ 1..=2) = env.next().await {
            if n == 1 {
                continue;
            }
            sum += env.attempt(n).await?;
        }
        Ok(sum)
    }
}

twice! {
    async fn while_let_on_a_stack(env: &mut Env) -> u32 {
        let mut stack = vec![3];
        let mut sum = 0;
        while let Some(top) = stack.pop() {
            sum += top;
            if top > 1 {
                env.get(top).await;
                stack.push(top - 1);
                stack.push(top - 2);
            }
            env.pause().await;
            env.note(top);
        }
        sum
    }
}

twice! {
    async fn while_let_chain(env: &mut Env) -> u32 {
        let mut sum = 0;
        while let Some(n) = env.next().await
            && n < 3
            && env.flag(n != 2).await
        {
            sum += env.get(n).await + n;
        }
        sum
    }
}

twice! {
    async fn while_let_over_an_iterator(env: &mut Env) -> u32 {
        let mut numbers = env.list(4).await.into_iter();
        let mut sum = 0;
        while let Some(n) = numbers.next() {
            sum += env.get(n).await;
            if n == 2 {
                numbers.next();
            }
        }
        sum
    }
}

twice! {
    async fn labels(env: &mut Env) -> u32 {
        let mut sum = 0;
        'rows: for row in 0..3 {
            'columns: for column in 0..3 {
                if column > row {
                    continue 'rows;
                }
                if row == 2 {
                    break 'rows;
                }
                if row + column == 0 {
                    env.pause().await;
                    continue 'columns;
                }
                sum += env.get(row * 10 + column).await;
            }
            env.note("never");
        }
        sum
    }
}

twice! {
    async fn a_value_out_of_nested_loops(env: &mut Env) -> (u32, u32) {
        let found = 'search: loop {
            for a in 1.. {
                for b in 1..a {
                    env.pause().await;
                    if a * b == 6 {
                        break 'search (a, b);
                    }
                }
            }
        };
        env.pause().await;
        found
    }
}

twice! {
    async fn continue_in_while_let(env: &mut Env) -> u32 {
        let mut sum = 0;
        'outer: while let Some(n) = env.next().await {
            if n == 1 {
                continue;
            }
            for m in 0..n {
                if m == 1 && n == 2 {
                    continue 'outer;
                }
                sum += env.get(m).await;
            }
            env.pause().await;
        }
        sum
    }
}

twice! {
    async fn continue_after_an_await(env: &mut Env) -> u32 {
        let mut round = 0;
        loop {
            round += 1;
            let n = env.get(round).await;
            if n % 2 == 1 {
                env.pause().await;
                continue;
            }
            env.note(n);
            if n > 3 {
                break n;
            }
        }
    }
}

twice! {
    async fn locals_of_a_round(env: &mut Env) -> Vec<String> {
        let mut out = Vec::new();
        for n in 0..3 {
            let text = format!("round {n}");
            env.pause().await;
            let more = text.clone() + "!";
            env.text(&more).await;
            out.push(more);
            drop(text);
        }
        out
    }
}

twice! {
    async fn loops_after_loops(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 0..2 {
            sum += env.get(n).await;
        }
        for n in 0..2 {
            sum += env.get(n + sum).await;
        }
        while let Some(n) = env.next().await {
            sum += n;
        }
        loop {
            sum += env.get(1).await;
            if sum > 10 {
                break;
            }
        }
        sum
    }
}

twice! {
    async fn while_true_like(env: &mut Env) -> u32 {
        let mut n = 0;
        let mut more = true;
        while more {
            n += 1;
            more = env.flag(n < 3).await;
        }
        n
    }
}

twice! {
    async fn a_local_that_changes_each_round(env: &mut Env) -> u32 {
        let mut last = None;
        let mut sum = 0;
        while let Some(n) = env.next().await {
            if let Some(last) = last {
                sum += env.get(last).await;
            }
            last = Some(n);
        }
        sum + last.unwrap_or_default()
    }
}
