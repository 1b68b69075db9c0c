//! `if let`, chains of conditions, `let else`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;
use tests::values::Frame;

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
    async fn let_else_by_reference_whose_else_awaits(env: &mut Env) -> String {
        let mut seen = String::new();
        for line in ["a:1", "none", "b:2", ":"] {
            let line = env.text(line).await;
            let Some((name, value)) = line.trim().split_once(':') else {
                env.text(&line).await;
                env.pause().await;
                continue;
            };
            env.text(name).await;
            env.note(value);
            let list = vec![String::from(name), String::from(value)];
            let [first, .., last] = &list[..] else {
                env.pause().await;
                return seen;
            };
            let Some(found) = list.get(1) else {
                env.pause().await;
                break;
            };
            env.text(first).await;
            seen = seen + last + &env.text(found).await;
        }
        seen
    }
}

twice! {
    async fn a_chain_that_lends(env: &mut Env) -> u32 {
        let mut o = Some(vec![1, 2]);
        if let Some(v) = &mut o
            && let Some(x) = v.last_mut()
        {
            env.pause().await;
            *x += 1;
        }
        if let Some(v) = o.as_mut()
            && let [x, ..] = v.as_mut_slice()
        {
            env.pause().await;
            *x += 1;
        }
        o.unwrap().into_iter().fold(0, |sum, n| sum * 3 + n)
    }
}

twice! {
    async fn a_chain_that_lends_and_is_used(env: &mut Env) -> u32 {
        let mut o = (Some(vec![1, 2]), 3);
        while let Some(v) = &mut o.0
            && let Some(x) = v.last_mut()
            && *x < 4
        {
            env.pause().await;
            *x += 1;
            env.pause().await;
            v.push(4);
        }
        if let Some(v) = &mut o.0
            && let Some(x) = v.first_mut()
            && let n = &mut o.1
        {
            env.pause().await;
            *x += *n;
            *n += 1;
            env.pause().await;
        }
        if let (Some(v), n) = &mut o
            && let [x, y, ..] = v.as_mut_slice()
        {
            env.pause().await;
            *x += 1;
            *y += *n;
            env.pause().await;
            *n += *y;
        }
        o.0.unwrap().into_iter().fold(o.1, |sum, n| sum * 3 + n)
    }
}
