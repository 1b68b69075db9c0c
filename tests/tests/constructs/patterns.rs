//! Patterns: bindings, alternatives, references, slices, constants, one in another.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;
use tests::values::Frame;

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

twice! {
    async fn what_a_pattern_binds_for_its_name_only(env: &mut Env) -> u32 {
        let mut sum = 0;
        for (_index, n) in [1, 2].into_iter().enumerate() {
            sum += env.get(n).await;
        }
        for (_kept, n) in vec![(env.loud("first"), 4), (env.loud("second"), 5)] {
            sum += env.get(n).await;
            env.note("before it is dropped");
        }
        match env.attempt(7).await {
            Err(_failed) => env.pause().await,
            Ok(_n) => sum += env.get(1).await,
        }
        if let (Some(_unused), n) = (env.find(3).await, 3) {
            sum += env.get(n).await;
        }
        sum
    }
}

fn parts(env: &Env, n: u32) -> (u32, String, Option<u32>) {
    env.note(n);
    (n, "part".repeat(n as usize), Some(n))
}

twice! {
    async fn parts_that_a_pattern_refers_to(env: &mut Env) -> u32 {
        let (ref a, ref text, _) = parts(env, 1);
        let mut sum = env.text(text).await.len() as u32 + *a;
        let ref whole = parts(env, 2);
        sum += env.get(whole.0).await;
        let Some(ref found) = env.find(sum).await else { return 0 };
        env.note(found);
        match parts(env, 3) {
            (ref a, ref mut text, _) => {
                text.push_str(&env.text("x").await);
                sum += env.get(*a).await;
            }
        }
        if let (ref a, _, Some(ref b)) = parts(env, 4) {
            sum += env.get(*a).await + b;
        }
        for (ref mut a, ref text) in [(5, String::from("five"))] {
            *a += env.get(text.len() as u32).await;
            sum += env.get(*a).await;
        }
        sum
    }
}
