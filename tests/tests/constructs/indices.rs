//! Borrows by an index that changes: they are made again by what it was.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use cancel_safe::{Checkpoint, cancel_safe};
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

twice! {
async fn of_a_tuple_that_is_matched(env: &mut Env) -> usize {
    let line = env.text("a b c d").await;
    let words: Vec<&str> = line.split(' ').collect();
    let mut i = 0;
    let mut sum = 0;
    while i < words.len() {
        match words[i] { "a" => { i += 2; env.pause().await; sum += 1; } w => { i += 1; env.text(w).await; sum += 10 * w.len(); } }
    }
    match (words[0], words[sum % 3]) { (a, b) => { sum = 1; env.text(a).await; env.text(b).await; } }
    sum
}
}

twice! {
async fn of_a_tuple(env: &mut Env) -> usize {
    let line = env.text("a bc def ghij").await;
    let words: Vec<&str> = line.split(' ').collect();
    let mut i = 0;
    let (a, b) = (words[i], words[i + 1]);
    i += 2;
    env.pause().await;
    a.len() * 100 + b.len() * 10 + i
}
}

twice! {
async fn of_an_item_in_an_option(env: &mut Env) -> usize {
    let line = env.text("a bc def ghij").await;
    let words: Vec<&str> = line.split(' ').collect();
    let mut i = 0;
    let a = Some(words[i]);
    i += 2;
    env.pause().await;
    a.map_or(0, str::len) * 10 + i
}
}

twice! {
async fn of_what_may_fail_in_an_option(env: &mut Env) -> Option<usize> {
    let list = vec![env.text("a").await, env.text("bc").await, env.text("def").await];
    let mut i = 0;
    let a = Some(list.get(i)?);
    i += 2;
    env.pause().await;
    Some(a.map_or(0, |s| s.len()) * 10 + i)
}
}

twice! {
async fn of_a_result(env: &mut Env) -> usize {
    let list = vec![env.text("a").await, env.text("bc").await, env.text("def").await];
    let mut i = 0;
    let a: Result<&String, ()> = Ok(&list[i]);
    i += 2;
    env.pause().await;
    a.map_or(0, |s| s.len()) * 10 + i
}
}

twice! {
async fn of_a_tuple_in_a_condition(env: &mut Env) -> usize {
    let line = env.text("a bc def ghij").await;
    let words: Vec<&str> = line.split(' ').collect();
    let mut i = 0;
    if let (a, "bc") = (words[i], words[i + 1]) {
        i += 2;
        env.pause().await;
        return a.len() * 100 + i;
    }
    0
}
}

twice! {
async fn of_a_tuple_in_a_loop(env: &mut Env) -> usize {
    let line = env.text("a bc def ghij").await;
    let words: Vec<&str> = line.split(' ').collect();
    let mut i = 0;
    let mut sum = 0;
    while i + 1 < words.len() {
        match (words[i], words[i + 1]) {
            ("a", v) => { i += 2; env.text(v).await; sum += v.len(); }
            (k, v) => { i += 2; env.text(k).await; env.text(v).await; }
        }
    }
    sum
}
}

twice! {
async fn of_an_item_and_a_slice(env: &mut Env) -> usize {
    let line = env.text("a bc def ghij").await;
    let words: Vec<&str> = line.split(' ').collect();
    let mut i = 0;
    let a = (words[i], &words[i..]);
    i += 2;
    env.pause().await;
    a.0.len() * 100 + a.1.len() * 10 + i
}
}

twice! {
async fn of_a_word_that_is_split(env: &mut Env) -> usize {
    let line = env.text("abcd efgh").await;
    let mut i = 1;
    let mut words = line.split(' ');
    let (a, b) = words.next().unwrap().split_at(i);
    i += 2;
    env.pause().await;
    a.len() * 100 + b.len() * 10 + i
}
}

twice! {
async fn of_a_default(env: &mut Env) -> usize {
    let line = env.text("abcd efgh").await;
    let mut i = 1;
    let mut words = line.split(' ');
    let a = words.next().unwrap_or(&line[i..]);
    let b = words.next().unwrap_or(&line[i..]);
    let c = words.next().unwrap_or(&line[i..]);
    i += 2;
    env.pause().await;
    a.len() * 100 + b.len() * 1000 + c.len() * 10 + i
}
}

twice! {
async fn of_a_word_and_an_item(env: &mut Env) -> Option<usize> {
    let line = env.text("abcd efgh").await;
    let list = vec![env.text("x").await, env.text("yy").await];
    let mut i = 0;
    let mut words = line.split(' ');
    let (a, b) = (words.next()?, &list[i]);
    i += 1;
    env.pause().await;
    Some(a.len() * 100 + i + b.len() * 10)
}
}

twice! {
async fn of_a_word_and_an_item_that_may_fail(env: &mut Env) -> Option<usize> {
    let line = env.text("abcd efgh").await;
    let list = vec![env.text("x").await, env.text("yy").await];
    let mut i = 0;
    let mut words = line.split(' ');
    let (Some(a), Some(b)) = (words.next(), list.get(i)) else { return None };
    i += 1;
    env.pause().await;
    Some(a.len() * 100 + i + b.len() * 10)
}
}

twice! {
async fn of_a_cow(env: &mut Env) -> usize {
    let list = vec![env.text("x").await, env.text("yy").await];
    let mut i = 0;
    let a = std::borrow::Cow::Borrowed(&list[i][..]);
    let b = std::borrow::Cow::Borrowed(list[i].as_str());
    i += 1;
    env.pause().await;
    a.len() * 10 + b.len() * 100 + i
}
}

twice! {
async fn of_an_option_that_is_matched(env: &mut Env) -> usize {
    let list = vec![env.text("x").await, env.text("yy").await];
    let mut i = 0;
    match Some(&list[i]) { Some(a) => { i += 1; env.text(a).await; env.text(a).await; } None => {} }
    i
}
}

twice! {
async fn of_an_option_or_else(env: &mut Env) -> usize {
    let list = vec![env.text("x").await, env.text("yy").await];
    let mut i = 0;
    let Some(a) = Some(&list[i]) else { return 0 };
    i += 1; env.text(a).await; env.text(a).await;
    i
}
}

twice! {
async fn of_an_option_in_a_loop(env: &mut Env) -> usize {
    let list = vec![env.text("x").await, env.text("yy").await];
    let mut i = 0;
    while let Some(a) = Some(&list[i]) { if i == 1 { break } i += 1; env.text(a).await; env.text(a).await; }
    i
}
}

twice! {
async fn what_takes_is_done_once(env: &mut Env) -> u32 {
    let mut opt = Some(env.get(3).await);
    env.get(opt.as_mut().map(std::mem::take).unwrap_or(9)).await
}
}

twice! {
    async fn a_copy_beside_a_borrow(env: &mut Env) -> usize {
        let list = env.list(4).await;
        let (Some(&a), Some(b)) = (list.first(), list.get(1)) else { return 0 };
        env.get(*b).await;
        let mut numbers = list.iter();
        let (&c, d) = (numbers.next().unwrap(), numbers.next().unwrap());
        env.get(*d).await;
        (a + c) as usize
    }
}

twice! {
    async fn a_word_or_an_else_that_awaits(env: &mut Env) -> usize {
        let line = env.text("a").await;
        let mut words = line.split(' ');
        let Some(word) = words.next() else {
            env.get(0).await;
            return 1;
        };
        env.text(word).await;
        let Some(word) = words.next() else {
            return env.get(5).await as usize + word.len();
        };
        env.text(word).await;
        2
    }
}

struct Cursor {
    at: usize,
}

impl Cursor {
    fn position(&self) -> usize {
        self.at
    }

    fn advance(&mut self) -> usize {
        self.at += 1;
        self.at
    }
}

#[cancel_safe]
async fn note_twice(env: &Env, text: &str) {
    env.note(text);
    env.pause().await;
    env.note(text);
}

twice! {
    async fn an_index_that_a_call_yields(env: &mut Env) -> u32 {
        let next = AtomicUsize::new(0);
        let texts = ["a", "bc", "def", "g"].map(str::to_owned);
        let mut cursor = Cursor { at: 0 };
        for _ in 0..2 {
            let text = &texts[next.fetch_add(1, SeqCst) % texts.len()];
            env.pause().await;
            env.note(text);
            let text = texts.get(cursor.advance() % 3).unwrap();
            env.pause().await;
            env.note(text);
            let part = &texts[cursor.position() % 2..cursor.position() % 2 + 1];
            cursor.advance();
            env.pause().await;
            env.note(&part[0]);
            let part = &texts[cursor.at][..cursor.advance() % 2];
            env.pause().await;
            env.note(part);
            cursor.at = 0;
            let text = &texts[next.fetch_add(1, SeqCst) % 4];
            note_twice(&mut Checkpoint::new(), env, text).await;
        }
        next.load(SeqCst) as u32
    }
}

twice! {
    async fn what_is_matched_at_an_index_that_a_call_yields(env: &mut Env) -> u32 {
        let next = AtomicUsize::new(0);
        let mut list = vec![1, 2, 3, 4, 5];
        let Some(n) = list.get_mut(next.fetch_add(1, SeqCst)) else { return 0 };
        *n += env.get(1).await;
        *n += env.get(1).await;
        if let Some(n) = list.get(next.fetch_add(1, SeqCst)) {
            env.pause().await;
            env.note(*n);
        }
        match list.get(next.load(SeqCst)) {
            Some(n) => {
                next.fetch_add(1, SeqCst);
                env.pause().await;
                env.note(*n);
            }
            None => env.pause().await,
        }
        while let Some(n) = list.get(next.fetch_add(1, SeqCst)) {
            env.pause().await;
            env.note(*n);
        }
        list[0]
    }
}

fn noted(env: &Env, n: usize) -> usize {
    env.note(n);
    n
}

twice! {
    async fn a_call_behind_what_may_leave(env: &mut Env) -> Option<u32> {
        let rows = vec![vec![1, 2, 3]];
        let row = env.get(0).await as usize;
        let cell = *rows.get(row)?.get(noted(env, 1))?;
        env.pause().await;
        // There is no such row.
        let other = rows.get(row + 1)?.get(noted(env, 2))?;
        env.note(*other);
        let other = *other;
        env.pause().await;
        Some(cell + other)
    }
}
