//! Borrows that are made again when a call goes on, and what is copied out of them.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::path::Path;

use cancel_safe::testing::Check;
use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::{Env, Failed};
use tests::twice;

twice! {
    async fn a_copy_does_not_change_with_what_it_was_copied_from(env: &mut Env) -> u32 {
        let mut list = vec![1, 2];
        let &n = &list[0];
        list[0] = 7;
        env.pause().await;
        env.note(n);
        n + list[0]
    }
}

twice! {
    async fn nor_does_one_in_a_condition(env: &mut Env) -> u32 {
        let mut list = vec![1, 2];
        if let Some(&mut n) = list.get_mut(0) {
            list[0] = 9;
            env.pause().await;
            env.note(n);
        }
        match list.first_mut() {
            Some(&mut n) => {
                list[0] = 10;
                env.pause().await;
                n + list[0]
            }
            None => 0,
        }
    }
}

twice! {
    async fn one_beside_a_borrow(env: &mut Env) -> u32 {
        let mut list = vec![(String::from("a"), 1), (String::from("b"), 2)];
        let Some((first, rest)) = list.split_first_mut() else { return 0 };
        let (name, &mut n) = (&mut first.0, &mut first.1);
        env.note(&*name);
        env.pause().await;
        first.1 = 8;
        env.pause().await;
        env.note(format_args!("{n} {}", rest.len()));
        n + list[0].1
    }
}

twice! {
    (env, &BTreeMap::from([("a", "bc"), ("bc", "d")]))
    async fn found_in_a_map(env: &mut Env, names: &BTreeMap<&'static str, &'static str>) -> String {
        let key = String::from("a");
        let Some(name) = names.get(&*key) else { return String::new() };
        env.pause().await;
        env.note(name);
        let mut found = String::new();
        if let Some(next) = names.get(name) {
            env.pause().await;
            found.push_str(next);
            env.pause().await;
            found.push_str(next);
        }
        let missing = match names.get("x") {
            Some(name) => env.text(name).await,
            None => env.text("none").await,
        };
        found + name + &missing
    }
}

twice! {
    async fn found_or_an_error(env: &mut Env) -> Result<u32, Failed> {
        let mut map = HashMap::from([(1, vec![1, 2]), (2, vec![])]);
        let mut last = 0;
        for key in 1..4 {
            let list = map.get_mut(&key).ok_or(Failed)?;
            env.pause().await;
            list.push(key);
            let first = list.first().ok_or_else(|| Failed)?;
            env.note(env.get(*first).await);
            env.note(first);
            last = *first;
        }
        Ok(last)
    }
}

twice! {
    (env, &[" k = v ", "none", "k2=v2"])
    async fn parts_of_a_text(env: &mut Env, lines: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for line in lines {
            let Some((key, value)) = line.trim().split_once('=') else {
                env.note(line);
                continue;
            };
            let value = value.trim();
            env.note(env.text(key).await);
            if let Some(number) = value.strip_prefix('v') {
                env.pause().await;
                found.push(format!("{key}{number}"));
            }
            found.push(env.text(value).await);
        }
        found
    }
}

/// A getter whose value is not a borrow.
struct Cache(Vec<u32>);

impl Cache {
    fn get(&self, index: usize) -> Option<u32> {
        self.0.get(index).copied()
    }
}

twice! {
    async fn what_is_not_a_borrow_has_its_type_written(env: &mut Env) -> Option<u32> {
        let mut cache = Cache(vec![1, 2]);
        let found: Option<u32> = cache.get(0);
        cache.0[0] = 5;
        env.pause().await;
        env.note(format_args!("{found:?}"));
        found
    }
}

twice! {
    async fn an_entry_of_a_map_is_found_again(env: &mut Env) -> BTreeMap<String, Vec<u32>> {
        let mut map: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for n in 0..3_u32 {
            let key = (n % 2).to_string();
            let list = map.entry(key.clone()).or_default();
            list.push(env.get(n).await);
            env.pause().await;
            list.push(n);
            let first = map.entry(key).or_insert_with(|| Vec::with_capacity(1));
            first.push(7);
        }
        map
    }
}

twice! {
    async fn what_an_option_is_filled_with_stays(env: &mut Env) -> Option<Vec<u32>> {
        let mut cached: Option<Vec<u32>> = None;
        for n in 0..2 {
            let list = cached.get_or_insert_with(Vec::new);
            list.push(env.get(n).await);
            env.pause().await;
            list.push(n);
        }
        cached
    }
}

twice! {
    (env, &BTreeMap::from([("b".to_owned(), "xy".to_owned())]))
    async fn borrows_out_of_an_option(env: &mut Env, words: &BTreeMap<String, String>) -> String {
        let last = words.get("a").map(String::as_str).unwrap_or("none");
        let value = words.get("b").and_then(|text| text.strip_prefix("x")).unwrap_or_default();
        env.pause().await;
        let line = env.text("key=value").await;
        let tail = line.split_once('=').map(|(_, value)| value).unwrap_or(&line);
        env.pause().await;
        let (key, _) = line.trim().split_once(';').unwrap_or((line.trim(), ""));
        env.note(env.text(key).await);
        let bytes = env.text("bytes").await.into_bytes();
        let text = std::str::from_utf8(&bytes).unwrap_or("?");
        env.pause().await;
        format!("{last} {value} {tail} {text}")
    }
}

twice! {
    async fn parts_of_a_path(env: &mut Env) -> String {
        let name = env.text("dir/file.txt").await;
        let path = Path::new(&name);
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("?");
        env.pause().await;
        let end = path.extension().and_then(OsStr::to_str).unwrap_or("?");
        env.pause().await;
        format!("{stem} {end}")
    }
}

twice! {
    (env, "put", &["item", "7"])
    async fn parts_of_a_tuple_of_borrows(env: &mut Env, method: &str, path: &[&str]) -> u32 {
        match (method, path) {
            ("get", ["item", id]) => env.text(id).await.len() as u32,
            (other, [first, ..]) => {
                let n = env.text(first).await.len();
                n as u32 + env.text(other).await.len() as u32
            }
            _ => 0,
        }
    }
}

twice! {
    (env, &[5, 6])
    async fn looked_up_by_what_changes(env: &mut Env, items: &[u32]) -> u32 {
        let mut at = 0;
        let item = items.get(at).unwrap_or(&9);
        at += 1;
        env.pause().await;
        *item * 10 + at as u32
    }
}

twice! {
    (env, "b,a,b"; "x=1;y=2".to_owned())
    async fn borrows_that_are_collected_again(env: &mut Env, list: &str, pairs: String) -> String {
        let words: Vec<&str> = list.split(',').filter(|word| !word.is_empty()).collect();
        let sorted = list.split(',').collect::<BTreeSet<&str>>();
        env.pause().await;
        let map: BTreeMap<&str, &str> =
            pairs.split(';').filter_map(|pair| pair.split_once('=')).collect();
        for word in &words {
            env.note(env.text(word).await);
        }
        let line = env.text("u v").await;
        let parts: Vec<_> = line.split(' ').map(str::to_owned).collect();
        let views: Vec<&String> = parts.iter().collect();
        let texts = parts.iter().map(|part| part.as_str()).rev().collect::<Vec<_>>();
        env.pause().await;
        format!("{words:?} {sorted:?} {map:?} {views:?} {texts:?}")
    }
}

twice! {
    (env, &[5, 6, 7])
    async fn an_item_that_is_found_again(env: &mut Env, items: &[u32]) -> u32 {
        let wanted = env.get(6).await;
        let found = items.iter().find(|item| **item == wanted);
        let most = items.iter().max_by_key(|item| **item % 7);
        env.pause().await;
        let line = env.text("a b").await;
        let word = line.split(' ').next().unwrap_or("none");
        env.note(env.text(word).await);
        found.copied().unwrap_or(0) * 10 + most.copied().unwrap_or(0)
    }
}

twice! {
    async fn built_on_borrows(env: &mut Env) -> u32 {
        let (name, other) = (env.text("abc").await, env.text("d").await);
        let numbered = (&name, 3);
        let both = [&name, &other];
        let found = Some(&other);
        let nested = Some((&name, "e"));
        env.pause().await;
        let sum = numbered.1 + numbered.0.len() as u32;
        env.note(both[1]);
        env.get(found.map_or(0, |found| found.len() as u32)).await;
        env.note(nested.map_or("", |(_, e)| e));
        sum
    }
}

struct Job {
    id: u32,
    left: u32,
}
fn jobs(list: Vec<u32>) -> Vec<Job> {
    list.into_iter().map(|id| Job { id, left: 1 }).collect()
}

twice! {
    async fn found_by_what_does_not_change(env: &mut Env) -> u32 {
        let mut jobs = jobs(env.list(3).await);
        let id = env.get(2).await;
        if let Some(job) = jobs.iter_mut().find(|job| job.id == id) {
            job.left = 0;
            env.pause().await;
            job.left += 10;
        }
        let Some(job) = jobs.iter_mut().filter(|job| job.id == id).next() else { return 0 };
        job.left += 1;
        env.pause().await;
        job.left += env.get(id).await;
        jobs.iter().map(|job| job.left).sum()
    }
}

twice! {
    async fn the_most(env: &mut Env) -> u32 {
        let list = env.list(3).await;
        let most = list.iter().max();
        env.pause().await;
        let least = list.iter().min_by(|a, b| a.cmp(b)).unwrap();
        if let Some(least) = list.iter().min() {
            env.pause().await;
            env.note(*least);
        }
        let n = list.iter().copied().max();
        env.pause().await;
        n.unwrap_or(0) + least + most.unwrap()
    }
}

twice! {
    async fn what_a_pattern_binds_is_assigned(env: &mut Env) -> Vec<u32> {
        let mut list = env.list(3).await;
        if let Some(n) = list.get_mut(1) {
            *n = 7;
            env.pause().await;
            *n += env.get(*n).await;
        }
        list
    }
}

twice! {
    async fn a_loop_over_what_is_looked_up(env: &mut Env) -> u32 {
        let mut jobs = jobs(env.list(3).await);
        let wanted = env.get(2).await;
        for job in jobs.iter_mut().filter(|job| job.id == wanted) {
            job.left += env.get(5).await;
        }
        for job in jobs.iter_mut().skip(1) {
            job.left += env.get(1).await;
        }
        jobs.iter().map(|job| job.left).sum()
    }
}

/// What is awaited yields a guard of a local: it is gone when the local is saved.
mod guards {
    use std::sync::Arc;

    use cancel_safe::requeue;
    use tokio::sync::{Mutex, RwLock};

    use super::*;

    twice! {
        (env; Arc::new(Mutex::new(1)))
        async fn of_an_owned_parameter(env: &mut Env, state: Arc<Mutex<u32>>) -> u32 {
            *requeue(state.lock()).await += 1;
            env.pause().await;
            let seen = *requeue(state.lock()).await;
            seen
        }
    }

    twice! {
        async fn of_a_local(env: &mut Env) -> usize {
            let list = RwLock::new(env.list(3).await);
            {
                let mut list = requeue(list.write()).await;
                list.push(4);
            }
            env.pause().await;
            let length = requeue(list.read()).await.len();
            length
        }
    }

    twice! {
        async fn of_each(env: &mut Env) -> u32 {
            let states = vec![Arc::new(Mutex::new(1)), Arc::new(Mutex::new(2))];
            let mut sum = 0;
            for state in states {
                sum += *requeue(state.lock()).await;
                env.note(sum);
            }
            sum
        }
    }
}

#[cancel_safe]
async fn reported(
    env: &mut Env,
    mut log: Option<&mut Vec<u32>>,
    mut goes_on: Box<dyn FnMut(u32) -> bool + '_>,
) -> u32 {
    let mut sum = 0;
    for n in 0..3 {
        sum += env.get(n).await;
        if let Some(log) = log.as_mut() {
            log.push(sum);
        }
        if let Some(log) = log.as_deref_mut() {
            env.pause().await;
            log.push(n);
        }
        if goes_on(sum) {
            sum += env.get(1).await;
        }
    }
    sum
}

#[test]
fn what_is_mut_and_only_lent_is_passed_anew() {
    let log = RefCell::new(Vec::new());
    Check::new().run(
        |of_call| {
            log.borrow_mut().clear();
            (Env::new(of_call), Checkpoint::new(), 0)
        },
        async |(env, pending, calls)| {
            let mut log = log.borrow_mut();
            let goes_on = |n| {
                *calls += n;
                *calls > 2
            };
            let sum = reported(pending, env, Some(&mut log), Box::new(goes_on)).await;
            (sum, log.clone())
        },
    );
}
