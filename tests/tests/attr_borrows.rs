//! Borrows that are made again when a call goes on, and what is copied out of them.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::collections::{BTreeMap, HashMap};

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
