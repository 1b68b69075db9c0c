//! `match`: scrutinees, arms, guards, and its value.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::{Env, Failed};
use tests::twice;
use tests::values::Frame;

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
