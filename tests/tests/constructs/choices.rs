//! Borrows of which one is chosen: `let part = if long { &a } else { &b };`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;

twice! {
    async fn one_of_two_borrows(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let b = env.list(2).await;
        let long = env.get(1).await > 0;
        let part = if long { &a } else { &b };
        env.pause().await;
        part.len()
    }
}

twice! {
    async fn a_borrow_chosen_by_what_changes_later(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let b = env.list(2).await;
        let mut n = env.get(1).await;
        let part = if n == 1 { &a } else if n == 2 { &b } else { return 8 };
        n += 1;
        env.pause().await;
        part.len() + n as usize
    }
}

twice! {
    async fn one_of_three_slices(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let which = env.get(1).await;
        let part = match which { 0 => &a[1..], 1 => &a[..1], _ => &a[..] };
        env.pause().await;
        part.len()
    }
}

twice! {
    async fn a_borrow_or_none(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let b = env.text("x").await;
        let part = if a.len() > 5 { Some(&b) } else { None };
        env.pause().await;
        part.map_or(1, |p| p.len())
    }
}

twice! {
    async fn a_borrow_or_an_early_return(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let part = match a.first() { Some(f) => f, None => return 7 };
        env.pause().await;
        *part as usize
    }
}

twice! {
    async fn a_borrow_or_a_literal(env: &mut Env) -> usize {
        let a = env.text("x abc def").await;
        let name = Some(env.text("n").await).filter(|x| x.len() > 4);
        let label = if let Some(n) = &name { n } else { "none" };
        let label2 = match &name { Some(n) => n.as_str(), None => "none!" };
        let label3 = match a.as_str() { "x" => "one", "x abc def" => "two2", _ => "other" };
        let l4 = if a.is_empty() { "a" } else { "bc" };
        env.pause().await;
        label.len() + label2.len() + label3.len() + l4.len()
    }
}

twice! {
    async fn a_borrow_of_what_matched(env: &mut Env) -> usize {
        let a = env.text("a b").await;
        let b = env.text("b").await;
        let name = Some(a).filter(|x| x.len() > 1);
        let name = match &name { Some(n) => n, None => &b };
        let first = if let Some((first, _)) = name.split_once(' ') { first } else { name };
        let pair = match name.split_once(' ') { Some((x, y)) => (x, y), None => (name.as_str(), "") };
        env.pause().await;
        name.len() * 100 + first.len() + pair.1.len()
    }
}

twice! {
    async fn a_choice_that_leaves_a_loop(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let mut k = 0;
        let mut sum = 0;
        loop {
            let part = match a.get(k) { Some(f) => f, None => break };
            k += 1;
            sum += env.get(*part).await as usize;
            sum += *part as usize;
        }
        let b = env.list(4).await;
        for i in 0..6 {
            let part = match b.iter().find(|x| **x == i) { Some(f) => f, None => { env.note("none"); continue; } };
            sum += env.get(*part).await as usize;
            sum += *part as usize;
        }
        sum
    }
}

twice! {
    async fn a_choice_of_pairs(env: &mut Env) -> usize {
        let mut cur = env.text("a,b,c").await;
        let mut n = 0;
        while !cur.is_empty() {
            let (head, tail) = match cur.split_once(',') { Some((h, t)) => (h, t), None => (cur.as_str(), "") };
            env.pause().await;
            n += head.len();
            cur = tail.to_string();
        }
        n
    }
}

twice! {
    async fn one_of_two_mutable_borrows(env: &mut Env) -> usize {
        let mut c = env.list(3).await;
        let mut b = env.list(2).await;
        let long = env.get(1).await > 5;
        let part = if long { &mut b } else { &mut c };
        env.pause().await;
        part.push(1);
        part.len()
    }
}

twice! {
    async fn a_choice_by_what_changes_later(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let b = env.list(2).await;
        let mut list = env.list(0).await;
        let part = match list.first() {
            Some(_first) => &a,
            None => &b,
        };
        list.push(1);
        env.pause().await;
        part.len() + list.len()
    }
}

twice! {
    async fn a_part_of_what_matched(env: &mut Env) -> usize {
        let text = Some(env.text(" abc ").await);
        let trimmed = match &text {
            Some(text) => text.trim(),
            None => "",
        };
        let rest = if let Some(text) = &text { &text[1..] } else { "" };
        env.pause().await;
        trimmed.len() * 10 + rest.len()
    }
}

twice! {
    async fn one_of_two_locals_that_borrow(env: &mut Env) -> usize {
        let a = env.text("ab").await;
        let b = env.text("c").await;
        let mut n = env.get(4).await;
        let (first, second) = (a.as_str(), b.as_str());
        let third = b.trim();
        let part = if n > 3 { first } else { second };
        n = 0;
        env.pause().await;
        let other = match n { 0 => third, _ => first };
        env.pause().await;
        part.len() + other.len()
    }
}

twice! {
    (env, "lent")
    async fn one_of_a_local_and_what_is_lent(env: &mut Env, name: &str) -> usize {
        let given = env.text("x").await;
        let trimmed = given.trim();
        let name = if trimmed.is_empty() { name } else { trimmed };
        env.pause().await;
        name.len()
    }
}
