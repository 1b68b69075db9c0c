//! What is borrowed or captured: derived borrows, statics, closures, inline captures.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::collections::BTreeMap;

use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::Env;
use tests::twice;
use tests::values::{Item, item, length};
use tokio::sync::mpsc::{Receiver, Sender, channel};

twice! {
    async fn borrows_are_derived_again(env: &mut Env) -> usize {
        let list = env.list(4).await;
        let part = &list[1..];
        env.pause().await;
        let (head, tail) = part.split_at(1);
        env.pause().await;
        let first = &head[0];
        env.get(*first).await;
        tail.len() + *first as usize
    }
}

twice! {
    async fn a_mutable_borrow_is_derived_again(env: &mut Env) -> Vec<u32> {
        let mut list = env.list(3).await;
        let part = &mut list[1..];
        part[0] = env.get(10).await;
        part[1] = env.get(20).await;
        env.pause().await;
        list
    }
}

twice! {
    async fn a_borrow_of_a_field(env: &mut Env) -> usize {
        let mut it = item(env.get(3).await);
        let tags = &mut it.tags;
        tags.push(env.text("more").await);
        tags.push(env.text("and more").await);
        let name = it.name.as_str();
        env.note(name);
        env.pause().await;
        name.len() + it.tags.len()
    }
}

/// `#[rederive]` means nothing where the function is not annotated.
#[test]
fn a_borrow_that_is_said_to_be_one() {
    async fn plain(env: &mut Env, map: &BTreeMap<u32, Item>) -> u32 {
        let second = map.get(&2).unwrap();
        env.pause().await;
        let mut sum = 0;
        for id in map.keys().filter(|id| is_odd(**id)) {
            sum += env.get(*id).await;
        }
        second.id + sum
    }

    #[cancel_safe]
    async fn annotated(env: &mut Env, map: &BTreeMap<u32, Item>) -> u32 {
        #[rederive]
        let second = map.get(&2).unwrap();
        env.pause().await;
        let mut sum = 0;
        #[rederive]
        for id in map.keys().filter(|id| is_odd(**id)) {
            sum += env.get(*id).await;
        }
        second.id + sum
    }

    fn is_odd(number: u32) -> bool {
        number % 2 == 1
    }

    let map: BTreeMap<u32, Item> = (1..5).map(|id| (id, item(id))).collect();
    tests::twice::check(
        "a_borrow_that_is_said_to_be_one",
        Checkpoint::new,
        async |env, _| plain(env, &map).await,
        async |env, pending| annotated(pending, env, &map).await,
    );
}

#[test]
fn what_is_matched_is_said_to_be_a_borrow() {
    fn pair(line: &str) -> Option<(&str, usize)> {
        line.split_once(' ').map(|(name, rest)| (name, rest.len()))
    }

    fn from(line: &str, start: u32) -> Option<(&str, usize)> {
        pair(line.get(start as usize..)?)
    }

    async fn plain(env: &mut Env, line: &str) -> usize {
        let mut sum = 0;
        if let Some((name, n)) = pair(line) {
            env.pause().await;
            sum += name.len() + n;
        }
        match pair(line) {
            Some((name, 0)) => env.note(name),
            Some((name, n)) => {
                env.pause().await;
                sum += name.len() * n;
            }
            None => env.pause().await,
        }
        while let Some((name, n)) = pair(line) {
            env.pause().await;
            sum += name.len() + n;
            if sum > 20 {
                break;
            }
            env.pause().await;
        }
        let Some((name, n)) = pair(line) else {
            env.pause().await;
            return env.get(5).await as usize;
        };
        env.pause().await;
        if let Some((name, n)) = from(line, env.get(1).await) {
            env.pause().await;
            sum += name.len() + n;
        }
        sum + name.len() + n
    }

    #[cancel_safe]
    async fn annotated(env: &mut Env, line: &str) -> usize {
        let mut sum = 0;
        #[rederive]
        if let Some((name, n)) = pair(line) {
            env.pause().await;
            sum += name.len() + n;
        }
        #[rederive]
        match pair(line) {
            Some((name, 0)) => env.note(name),
            Some((name, n)) => {
                env.pause().await;
                sum += name.len() * n;
            }
            None => env.pause().await,
        }
        #[rederive]
        while let Some((name, n)) = pair(line) {
            env.pause().await;
            sum += name.len() + n;
            if sum > 20 {
                break;
            }
            env.pause().await;
        }
        #[rederive]
        let Some((name, n)) = pair(line) else {
            env.pause().await;
            return env.get(5).await as usize;
        };
        env.pause().await;
        #[rederive]
        if let Some((name, n)) = from(line, env.get(1).await) {
            env.pause().await;
            sum += name.len() + n;
        }
        sum + name.len() + n
    }

    tests::twice::check(
        "what_is_matched_is_said_to_be_a_borrow",
        Checkpoint::new,
        async |env, _| plain(env, "name abc").await,
        async |env, pending| annotated(pending, env, "name abc").await,
    );
}

twice! {
    async fn static_text(env: &mut Env) -> usize {
        let fixed = "fixed";
        let chosen = if env.flag(true).await { "yes" } else { "no" };
        env.pause().await;
        let typed: &'static str = chosen;
        env.pause().await;
        fixed.len() + typed.len()
    }
}

static LIMIT: u32 = 3;
const NAMES: [&str; 3] = ["a", "b", "c"];

twice! {
    async fn statics_and_constants(env: &mut Env) -> u32 {
        const STEP: u32 = 2;
        let mut sum = 0;
        let mut n = 0;
        while n < LIMIT {
            env.note(NAMES[n as usize]);
            sum += env.get(n * STEP).await;
            n += 1;
        }
        sum
    }
}

twice! {
    async fn closures_between_awaits(env: &mut Env) -> u32 {
        let factor = env.get(3).await;
        let list: Vec<u32> = [1, 2, 3].iter().map(|n| n * factor).collect();
        let sum: u32 = list.iter().filter(|n| **n > factor).sum();
        env.get(sum).await;
        let texts: Vec<_> = list.into_iter().map(|n| format!("{n}")).collect();
        env.pause().await;
        texts.concat().len() as u32
    }
}

twice! {
    async fn a_boxed_closure(env: &mut Env) -> u32 {
        let add = env.get(3).await;
        let call: Box<dyn Fn(u32) -> u32 + Send> = Box::new(move |n| n + add);
        env.pause().await;
        let first = env.get(call(1)).await;
        call(first)
    }
}

twice! {
    async fn a_function_pointer(env: &mut Env) -> u32 {
        let call: fn(String) -> u32 = length;
        env.pause().await;
        let other = u32::from_str_radix;
        env.pause().await;
        call(String::from("four")) + other("11", 2).unwrap()
    }
}

twice! {
    async fn inline_captures(env: &mut Env) -> String {
        let name = env.text("name").await;
        let width = 6;
        let number = env.get(7).await;
        env.pause().await;
        env.note(format!("{name}"));
        let line = format!("{name:>width$} {number:03} {{name}}");
        env.pause().await;
        format!("{line}{}", name.len())
    }
}

twice! {
    async fn a_capture_of_a_shadowed_name(env: &mut Env) -> String {
        let x = env.get(1).await;
        let text = format!("{x}");
        let x = env.get(x + 1).await;
        let text = format!("{text} {x}");
        {
            let x = env.text("inner").await;
            env.pause().await;
            env.note(format!("{x} {text}"));
        }
        env.pause().await;
        format!("{text} {x:?}")
    }
}

twice! {
    async fn a_borrow_of_a_call_by_an_index_that_changes(env: &mut Env) -> usize {
        let a = env.text("x abc def").await;
        let words: Vec<&str> = a.split(' ').collect();
        let mut n = 1;
        let t = &words[n].trim()[1..];
        n += 1;
        env.pause().await;
        t.len() + n
    }
}

twice! {
    async fn what_is_borrowed_from_is_replaced_before_a_break(env: &mut Env) -> usize {
        let mut slot = Some(env.list(3).await);
        let mut len = 0;
        if let Some(list) = &mut slot {
            for round in 0..3 {
                list.push(env.get(round).await);
                len += list.len();
                if round == 1 {
                    slot = None;
                    break;
                }
            }
        }
        env.pause().await;
        len + slot.map_or(100, |list| list.len())
    }
}

twice! {
    (env, "a bc d", &[(String::from("x"), 1), (String::from("yz"), 2)])
    async fn collected_with_an_open_type(env: &mut Env, line: &str, pairs: &[(String, u32)]) -> usize {
        let words: Vec<_> = line.split(' ').collect();
        let names: Vec<_> = pairs.iter().map(|pair| &pair.0).collect();
        let numbers: Vec<_> = pairs.iter().map(|pair| pair.1).collect();
        env.pause().await;
        words.iter().map(|word| word.len()).sum::<usize>() + names[1].len() + numbers[1] as usize
    }
}

twice! {
    async fn text_that_is_lossy(env: &mut Env) -> usize {
        let mut bytes = env.text("text").await.into_bytes();
        bytes[1] = 0xff;
        let mut end = 3;
        let text = String::from_utf8_lossy(&bytes[..end]);
        end = 0;
        env.pause().await;
        text.len() + end
    }
}

twice! {
    async fn what_is_borrowed_from_is_replaced_before_the_next_round(env: &mut Env) -> usize {
        let mut text: &'static str = "ab";
        let mut n = 0;
        let len = loop {
            let word = text.trim();
            if word.len() == 2 {
                env.pause().await;
                env.note(word);
                text = "abc";
                n += 1;
                continue;
            }
            env.pause().await;
            break word.len();
        };
        len + n
    }
}

struct Task {
    id: u32,
    name: Option<String>,
    tx: Sender<String>,
}

fn tasks() -> (Vec<Task>, Receiver<String>) {
    let (tx, rx) = channel(8);
    let name = |id| (id == 1).then(|| "one".to_owned());
    ((0..3).map(|id| Task { id, name: name(id), tx: tx.clone() }).collect(), rx)
}

twice! {
    async fn an_item_that_a_closure_finds_and_a_value_that_is_moved(env: &mut Env) -> u32 {
        let (tasks, mut rx) = tasks();
        let text = "abc".to_owned();
        let Some(task) = tasks.iter().find(|task| task.id == 2) else { return 0 };
        env.pause().await;
        let _ = task.tx.send(text).await;
        env.pause().await;
        rx.recv().await.unwrap().len() as u32 + task.id
    }
}

twice! {
    async fn what_closures_choose_and_values_that_are_moved(env: &mut Env) -> u32 {
        let (tasks, mut rx) = tasks();
        let texts = vec!["abc".to_owned(), "d".to_owned()];
        let text = "  ef".to_owned();
        let line = "  xabc".to_owned();
        let last = tasks.iter().max_by_key(|task| task.id).unwrap();
        let name = tasks[1].name.as_ref().map(|name| name.as_str()).unwrap_or("none");
        let word = line.trim_start_matches(|c: char| c == ' ');
        let others: Vec<&Task> = tasks.iter().filter(|task| task.id < 2).collect();
        let _ = others[0].tx.send(text).await;
        for text in texts {
            let _ = last.tx.send(text).await;
        }
        env.note(name);
        env.note(word);
        env.note(others.len());
        rx.recv().await.unwrap().len() as u32
    }
}

twice! {
    async fn closures_that_capture_nothing_are_kept(env: &mut Env) -> u32 {
        let list = vec![1, 2];
        let more = 5;
        let add = move |n: u32| n + more;
        let next = |n: u32| if n > 1 { n } else { 2 };
        let mut sum = 0;
        for n in list {
            sum += env.get(add(next(n))).await;
        }
        sum
    }
}

twice! {
    async fn a_borrow_of_what_the_other_way_takes(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 0..2 {
            let mut text = env.text("ab").await;
            let part = text.as_str();
            if let Some(n) = env.find(n).await.filter(|n| *n > 0) {
                let text = std::mem::take(&mut text);
                env.pause().await;
                sum += n + text.len() as u32;
            } else {
                env.note(part);
                env.pause().await;
                env.note(part);
                sum += env.get(2).await;
            }
        }
        sum
    }
}

twice! {
    async fn a_borrow_behind_a_block_that_is_left(env: &mut Env) -> u32 {
        let mut text: &'static str = " ab ";
        let part = text.trim();
        'out: {
            'inner: {
                if env.flag(false).await {
                    text = "x";
                    break 'out;
                }
                env.pause().await;
                if part.is_empty() {
                    break 'inner;
                }
            }
            env.pause().await;
            env.note(part);
        }
        env.get(3).await + text.len() as u32
    }
}
