//! Patterns: `match`, `if let`, `let else`, chains of them.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::{Env, Failed};
use tests::twice;

/// What the functions take apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    Empty,
    Number(u32),
    Text(String),
    Pair { left: u32, right: Option<u32> },
    Nested(Result<Option<u32>, Failed>),
}

twice! {
    async fn arms_await(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 0..4 {
            sum += match n {
                0 => env.get(10).await,
                1 => 1,
                2 => {
                    let a = env.get(20).await;
                    env.pause().await;
                    a + 1
                }
                _ => {
                    env.note("other");
                    env.get(n).await
                }
            };
        }
        sum
    }
}

twice! {
    async fn scrutinee_awaits(env: &mut Env) -> u32 {
        match env.get(2).await {
            0 => 0,
            n if n > 5 => n,
            n => n * 2,
        }
    }
}

twice! {
    async fn scrutinee_and_arms_await(env: &mut Env) -> u32 {
        match env.find(2).await {
            Some(0) => 0,
            Some(n) => {
                env.note(n);
                let more = env.get(n + 1).await;
                env.pause().await;
                n + more
            }
            None => env.get(100).await,
        }
    }
}

twice! {
    async fn a_match_as_a_statement(env: &mut Env) {
        match env.attempt(0).await {
            Ok(n) => env.note(n),
            Err(Failed) => {
                env.pause().await;
                env.note("failed");
            }
        }
        match env.count() {
            1 => env.pause().await,
            _ => {}
        }
        match env.flag(true).await {
            true => {}
            false => env.pause().await,
        }
        env.note("end");
    }
}

twice! {
    (env, &[Frame::Empty, Frame::Number(3), Frame::Text("x".into()), Frame::Pair { left: 1, right: Some(2) }])
    async fn lent_values(env: &mut Env, frames: &[Frame]) -> u32 {
        let mut sum = 0;
        for frame in frames {
            match frame {
                Frame::Empty => env.pause().await,
                Frame::Number(n) => {
                    env.get(*n).await;
                    sum += n;
                }
                Frame::Text(text) => {
                    let copy = env.text(text).await;
                    sum += (copy.len() + text.len()) as u32;
                }
                Frame::Pair { left, right: Some(right) } => {
                    env.get(*left).await;
                    env.get(*right).await;
                    sum += left * right;
                }
                Frame::Pair { .. } | Frame::Nested(_) => env.note("never"),
            }
        }
        sum
    }
}

twice! {
    (env; vec![Frame::Empty, Frame::Number(3), Frame::Text("x".into()), Frame::Pair { left: 1, right: None }, Frame::Nested(Ok(Some(4)))])
    async fn consumed_values(env: &mut Env, frames: Vec<Frame>) -> String {
        let mut out = String::new();
        for frame in frames {
            match frame {
                Frame::Empty => env.pause().await,
                Frame::Number(n) => {
                    env.get(n).await;
                    out += &n.to_string();
                }
                Frame::Text(mut text) => {
                    let copy = env.text(&text).await;
                    text += &copy;
                    env.pause().await;
                    out.push_str(&text);
                }
                Frame::Pair { left, right } => {
                    env.get(left).await;
                    let right = right.unwrap_or(left);
                    env.get(right).await;
                    out += &format!("{left}{right}");
                }
                Frame::Nested(Ok(Some(n @ 1..=9))) => {
                    env.get(n).await;
                    env.note(n);
                }
                Frame::Nested(_) => return out,
            }
        }
        out
    }
}

twice! {
    async fn guards(env: &mut Env) -> u32 {
        let limit = env.get(2).await;
        let mut sum = 0;
        while let Some(n) = env.next().await {
            match n {
                n if n < limit => {
                    env.pause().await;
                    sum += n;
                }
                n if n == limit && env.count() > 0 => sum += env.get(n * 10).await,
                _ if sum > 1000 => return 0,
                m => {
                    env.get(m).await;
                    sum += m * 100;
                }
            }
        }
        sum
    }
}

twice! {
    async fn guards_on_what_a_pattern_binds(env: &mut Env) -> String {
        let frame = Frame::Text(env.text("long").await);
        match frame {
            Frame::Text(text) if text.is_empty() => env.text("empty").await,
            Frame::Text(ref text) if text.len() > 10 => env.text(text).await,
            Frame::Text(text) if text.starts_with('l') => {
                let more = env.text(&text).await;
                text + &more
            }
            other => {
                env.pause().await;
                format!("{other:?}")
            }
        }
    }
}

twice! {
    async fn bindings_with_at(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in [1, 5, 9] {
            sum += match n {
                small @ 0..=3 => env.get(small).await + small,
                middle @ (4 | 5 | 6) => {
                    env.pause().await;
                    middle * 2
                }
                large @ 7.. => env.get(large).await,
            };
        }
        match env.find(7).await {
            whole @ Some(n) => {
                env.get(n).await;
                sum + whole.unwrap_or(0) + n
            }
            None => sum,
        }
    }
}

twice! {
    async fn or_patterns(env: &mut Env) -> u32 {
        let mut sum = 0;
        for frame in [Frame::Number(1), Frame::Pair { left: 2, right: None }, Frame::Empty] {
            match frame {
                Frame::Number(n) | Frame::Pair { left: n, .. } => {
                    sum += env.get(n).await + n;
                }
                Frame::Empty | Frame::Text(_) => env.pause().await,
                Frame::Nested(_) => {}
            }
        }
        if let Some(1 | 2) = env.next().await {
            env.pause().await;
        }
        sum
    }
}

twice! {
    async fn references_in_patterns(env: &mut Env) -> u32 {
        let mut pair = (env.get(1).await, env.text("b").await);
        match pair {
            (n, ref text) if n > 0 => {
                env.text(text).await;
                env.note(text);
            }
            _ => {}
        }
        match &pair {
            (1, text) => {
                env.text(text).await;
                env.note(text);
            }
            &(n, _) => env.note(n),
        }
        match &mut pair {
            (n, text) => {
                *n += env.get(4).await;
                env.pause().await;
                text.push('c');
            }
        }
        let (ref mut n, ref text) = pair;
        *n += env.text(text).await.len() as u32;
        env.pause().await;
        *n += 1;
        pair.0
    }
}

twice! {
    (env, &[1, 2, 3, 4])
    async fn slices(env: &mut Env, numbers: &[u32]) -> u32 {
        let first = match numbers {
            [] => 0,
            [one] => env.get(*one).await,
            [first, .., last] => {
                env.get(*first).await;
                env.get(*last).await + first
            }
        };
        let rest = match numbers {
            [_, rest @ ..] => {
                for n in rest {
                    env.get(*n).await;
                }
                env.pause().await;
                rest.len() as u32
            }
            [] => 0,
        };
        let [a, b, ..] = numbers else { return 0 };
        env.get(*a + b).await;
        first + rest + a + b
    }
}

twice! {
    async fn if_let(env: &mut Env) -> u32 {
        let a = env.find(1).await;
        if let Some(a) = a {
            env.get(a).await;
            env.note(a);
        }
        if let Some(b) = env.find(2).await {
            env.get(b).await;
            env.note(b);
        } else {
            env.note("never");
        }
        if let Ok(c) = env.attempt(0).await {
            env.get(c).await;
        } else if let Some(d) = env.find(4).await {
            env.get(d).await;
            return d;
        } else {
            env.pause().await;
        }
        0
    }
}

twice! {
    async fn if_let_as_a_value(env: &mut Env) -> u32 {
        let a = if let Some(n) = env.find(0).await { n } else { env.get(7).await };
        let b = if let Ok(n) = env.attempt(2).await { env.get(n).await + n } else { 0 };
        let c = if let (1, Some(n)) = (b, env.find(2).await) { n } else { a };
        a + b + c
    }
}

twice! {
    async fn if_let_on_a_local_that_is_used_later(env: &mut Env) -> String {
        let name = Some(env.text("name").await);
        if let Some(name) = &name {
            env.text(name).await;
            env.note(name);
        }
        if let Some(ref name) = name {
            env.text(name).await;
        }
        if let Some(name) = name.as_ref() {
            env.text(name).await;
            env.note(name);
        }
        env.pause().await;
        name.unwrap()
    }
}

twice! {
    async fn if_let_changes_in_place(env: &mut Env) -> Option<u32> {
        let mut n = env.find(3).await;
        if let Some(n) = &mut n {
            *n += env.get(1).await;
            env.pause().await;
            *n *= 2;
        }
        if let Some(n) = n.as_mut() {
            *n += env.get(5).await;
        }
        n
    }
}

twice! {
    async fn chains(env: &mut Env) -> u32 {
        let mut sum = 0;
        if let Some(a) = env.next().await
            && let Some(b) = env.next().await
            && a < b
        {
            env.pause().await;
            sum += a * 10 + b;
        }
        let limit = env.find(2).await;
        if let Some(limit) = limit
            && sum > limit
            && env.flag(true).await
            && let Ok(n) = env.attempt(limit).await
        {
            sum += n;
        } else {
            env.note("never");
        }
        if env.flag(true).await && let Some(n) = env.find(0).await {
            sum += n;
        } else if let Some(limit) = limit && limit == 2 {
            sum += env.get(limit).await;
        }
        sum
    }
}

twice! {
    async fn let_else(env: &mut Env) -> u32 {
        let Some(a) = env.find(1).await else { return 100 };
        env.pause().await;
        let (Ok(b), c) = (env.attempt(2).await, env.get(3).await) else {
            env.note("never");
            return 200;
        };
        env.pause().await;
        let option = Some(a + b);
        let Some(d) = option else { panic!("never") };
        env.get(d).await;
        let Some(e) = env.find(0).await else {
            env.note("leave");
            return a + b + c + d;
        };
        e
    }
}

twice! {
    async fn let_else_in_a_loop(env: &mut Env) -> u32 {
        let mut sum = 0;
        loop {
            let Some(n) = env.next().await else { break };
            let Ok(m) = env.attempt(n - 1).await else {
                env.note("skip");
                continue;
            };
            sum += env.get(m).await + n;
        }
        sum
    }
}

twice! {
    async fn let_else_whose_else_awaits(env: &mut Env) -> u32 {
        let Some(a) = env.find(1).await else { return env.get(100).await };
        let Some(b) = env.find(0).await else {
            let c = env.get(3).await;
            env.pause().await;
            return a + c;
        };
        b
    }
}

twice! {
    async fn let_else_by_reference(env: &mut Env) -> String {
        let frame = Frame::Text(env.text("kept").await);
        let Frame::Text(text) = &frame else { return String::new() };
        env.text(text).await;
        env.note(text);
        env.pause().await;
        text.clone()
    }
}

twice! {
    async fn destructuring(env: &mut Env) -> String {
        let (a, b) = (env.get(1).await, env.text("b").await);
        let [c, d, ..] = [env.get(2).await, 3, 4];
        let Frame::Pair { left, right: Some(mut e) } = (Frame::Pair { left: 5, right: Some(6) })
        else {
            return b;
        };
        e += env.get(left).await;
        let ((f, _), g) = ((env.text("f").await, 0), "g");
        env.pause().await;
        format!("{a}{b}{c}{d}{e}{f}{g}")
    }
}

twice! {
    async fn a_tuple_of_awaits(env: &mut Env) -> u32 {
        match (env.find(1).await, env.find(0).await, env.flag(true).await) {
            (Some(a), None, true) => {
                env.pause().await;
                a
            }
            (a, b, _) => a.or(b).unwrap_or(7),
        }
    }
}

twice! {
    async fn nested_matches(env: &mut Env) -> u32 {
        match env.find(1).await {
            Some(a) => match env.attempt(a).await {
                Ok(b) if b == a => match env.next().await {
                    None => 0,
                    Some(c) => {
                        let d = env.get(a + b + c).await;
                        env.pause().await;
                        a + b + c + d
                    }
                },
                Ok(b) => b,
                Err(_) => env.get(9).await,
            },
            None => 0,
        }
    }
}

twice! {
    async fn nested_patterns(env: &mut Env) -> u32 {
        let nested = Some((Frame::Nested(Ok(Some(env.get(3).await))), [1, 2]));
        match nested {
            Some((Frame::Nested(Ok(Some(n))), [a, b])) if n > a => {
                env.get(a).await;
                env.get(b).await;
                n + a + b
            }
            _ => 0,
        }
    }
}

twice! {
    async fn matches_in_values(env: &mut Env) -> u32 {
        let a = 1 + match env.find(2).await {
            Some(n) => env.get(n).await,
            None => 0,
        } * 10;
        let b = (if a > 10 { env.get(1).await } else { 2 }) + env.get(3).await;
        let c = vec![match a {
            21 => env.get(4).await,
            _ => 0,
        }];
        a + b + c[0]
    }
}

twice! {
    async fn an_arm_leaves_the_loop(env: &mut Env) -> u32 {
        let mut sum = 0;
        'all: loop {
            let n = match env.next().await {
                Some(1) => continue,
                Some(3) => break 'all,
                Some(n) => env.get(n).await,
                None => return 0,
            };
            sum += n;
        }
        sum
    }
}

twice! {
    async fn constants_in_patterns(env: &mut Env) -> u32 {
        const TWO: u32 = 2;
        let mut sum = 0;
        while let Some(n) = env.next().await {
            match n {
                TWO => sum += env.get(20).await,
                u32::MAX => {}
                other => sum += other + env.get(TWO).await,
            }
        }
        sum
    }
}
