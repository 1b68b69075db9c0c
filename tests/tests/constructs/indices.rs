//! Borrows by an index that changes: they are made again by what it was.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;

twice! {
    async fn by_try(env: &mut Env) -> Option<u32> {
        let list = env.list(4).await;
        let mut i = 1;
        let item = list.get(i)?;
        i += 1;
        env.pause().await;
        let other = (list.get(i..i + 1)?).first()?;
        i = 0;
        env.pause().await;
        let third = list[i..].iter().skip(i).next()?;
        i += 1;
        env.pause().await;
        let fourth = list.get(i).filter(|n| **n > 0).ok_or(()).ok()?;
        i += 1;
        env.pause().await;
        Some(item + other * 10 + third * 100 + i as u32 + fourth)
    }
}

twice! {
    async fn by_a_view(env: &mut Env) -> usize {
        let text = env.text("abcdef").await;
        let bytes = text.as_bytes();
        let mut at = 1;
        let mut sum = 0;
        while at < 5 {
            let word = std::str::from_utf8(&bytes[at..at + 2]).unwrap_or_default();
            at += 2;
            env.text(word).await;
            sum += word.len();
            if let Ok(word) = std::str::from_utf8(&bytes[at..]) {
                at += 1;
                env.text(word).await;
            }
            for line in std::str::from_utf8(&bytes[at..]).unwrap().lines() {
                at += 1;
                env.text(line).await;
            }
            let one = std::slice::from_ref(&bytes[at - 1]);
            at += 0;
            env.pause().await;
            sum += one[0] as usize;
        }
        sum
    }
}

twice! {
    async fn by_a_scrutinee(env: &mut Env) -> Option<u32> {
        let list = vec![env.text("a b").await, env.text("c d").await];
        let mut i = 0;
        let mut sum = 0;
        match list.get(i)?.as_str() {
            "" => {}
            word => { i += 1; env.text(word).await; sum += word.len(); }
        }
        if let Some((a, b)) = list.get(i)?.split_once(' ') {
            i -= 1;
            env.text(a).await;
            env.text(b).await;
        }
        let Some((c, _)) = list.get(i)?.split_once(' ') else { return None };
        i += 1;
        env.text(c).await;
        Some(sum as u32 + i as u32)
    }
}
macro_rules! by_a_fragment {
    ($name:ident, $env:ident, $list:ident, $i:ident, $item:expr) => {
        twice! {
            async fn $name($env: &mut Env) -> u32 {
                let $list = $env.list(4).await;
                let mut $i = 1;
                let item = $item;
                $i += 1;
                $env.pause().await;
                for item in $item {
                    $i -= 1;
                    $env.get(*item).await;
                    $i += 1;
                }
                item[0] + $i as u32
            }
        }
    };
}

by_a_fragment!(by_a_fragment, env, list, i, &list[i..]);

twice! {
    async fn by_a_choice(env: &mut Env) -> Option<u32> {
        let list = env.list(4).await;
        let up = env.get(1).await == 1;
        let mut i = 1;
        let j = 1;
        let item = if up { list.get(j)? } else { list.get(2)? };
        i += 1;
        env.pause().await;
        Some(item + i as u32)
    }
}

twice! {
    async fn changed_through(env: &mut Env) -> Option<usize> {
        let mut list = env.list(4).await;
        let mut i = 1;
        let item = list.get_mut(i)?;
        i += 1;
        env.pause().await;
        *item += 50;
        env.pause().await;
        for i in 0..2 {
            let item = list.get_mut(i)?;
            env.pause().await;
            *item += 1;
        }
        Some(list.iter().map(|n| *n as usize).fold(i, |a, b| a * 10 + b))
    }
}
