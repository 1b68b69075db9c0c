//! `for` loops: over ranges, collections, adaptors, what is lent and what is owned.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::collections::{BTreeMap, HashMap, VecDeque};

use tests::env::Env;
use tests::twice;

twice! {
    async fn for_over_a_range(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 1..4 {
            sum += n;
            env.get(n).await;
        }
        for n in (0..=2).rev() {
            env.get(n).await;
            env.note(n);
        }
        sum
    }
}

twice! {
    async fn for_over_nothing(env: &mut Env) -> u32 {
        for n in 5..5 {
            env.get(n).await;
        }
        for _ in 0..3 {
            env.pause().await;
        }
        let none: Vec<u32> = Vec::new();
        for n in none {
            env.get(n).await;
        }
        env.get(1).await
    }
}

twice! {
    async fn for_over_an_iterator_kept_in_a_local(env: &mut Env) -> u32 {
        let mut numbers = env.list(4).await.into_iter();
        let first = numbers.next();
        env.pause().await;
        let mut sum = first.unwrap();
        for n in numbers {
            sum += env.get(n).await;
        }
        sum
    }
}

twice! {
    async fn nested_for(env: &mut Env) -> u32 {
        let mut sum = 0;
        for a in 0..2 {
            for b in [1, 2] {
                sum += env.get(a * 10 + b).await;
            }
            env.note(a);
        }
        sum
    }
}

twice! {
    async fn three_deep(env: &mut Env) -> u32 {
        let mut sum = 0;
        for a in 1..=2 {
            let mut b = 0;
            while b < 2 {
                b += 1;
                loop {
                    sum += a * b;
                    env.get(sum).await;
                    if sum % 2 == 0 || sum > 20 {
                        break;
                    }
                    sum += 1;
                }
                env.note(b);
            }
        }
        sum
    }
}

twice! {
    async fn for_over_a_range_of_locals(env: &mut Env) -> u32 {
        let start = env.get(1).await;
        let mut end = 3;
        let mut sum = 0;
        for n in start..end {
            // The range was made before.
            end += 1;
            sum += env.get(n).await * end;
        }
        sum
    }
}

twice! {
    async fn for_with_patterns(env: &mut Env) -> u32 {
        let pairs = vec![(1, "a"), (2, "b")];
        let mut sum = 0;
        for (n, name) in pairs {
            env.text(name).await;
            sum += n;
            env.get(n).await;
        }
        for [a, mut b] in [[1, 2], [3, 4]] {
            b += env.get(a).await;
            env.pause().await;
            sum += a + b;
        }
        for mut n in 0..2 {
            n += 1;
            env.get(n).await;
            n += 1;
            sum += n;
        }
        sum
    }
}

twice! {
    (env, &[3, 4, 5])
    async fn for_over_a_lent_slice(env: &mut Env, items: &[u32]) -> u32 {
        let mut sum = 0;
        for item in items {
            sum += env.get(*item).await + item;
        }
        for item in items.iter() {
            env.pause().await;
            sum += item;
        }
        for &item in items {
            env.get(item).await;
        }
        sum
    }
}

twice! {
    (env, &["a", "b", "c"])
    async fn for_over_adaptors(env: &mut Env, items: &[&str]) -> String {
        let mut out = String::new();
        for (index, item) in items.iter().enumerate() {
            out += item;
            out += &env.text(item).await;
            out += &index.to_string();
        }
        for (index, item) in items.iter().rev().skip(1).enumerate() {
            out += &env.text(item).await;
            env.note(index);
        }
        for (left, right) in items.iter().zip(items.iter().skip(1)) {
            env.text(left).await;
            out += &env.text(right).await;
        }
        out
    }
}

twice! {
    (env, &[1, 2, 3, 4, 5])
    async fn for_over_chunks_and_windows(env: &mut Env, items: &[u32]) -> u32 {
        let mut sum = 0;
        for chunk in items.chunks(2) {
            sum += env.get(chunk[0]).await;
            env.note(chunk.len());
        }
        for window in items.windows(4) {
            env.pause().await;
            sum += window[3];
        }
        for n in items.iter().copied().filter(|n| n % 2 == 1).map(|n| n * n) {
            sum += env.get(n).await;
        }
        for n in items.iter().step_by(3).take(2) {
            env.get(*n).await;
        }
        sum
    }
}

twice! {
    (env, "one two")
    async fn for_over_text(env: &mut Env, text: &str) -> String {
        let mut out = String::new();
        for word in text.split_whitespace() {
            for letter in word.chars() {
                if letter == 'o' {
                    out.push_str(&env.text("O").await);
                } else {
                    out.push(letter);
                }
            }
            env.text(word).await;
        }
        for line in text.lines() {
            env.text(line).await;
        }
        out
    }
}

twice! {
    async fn for_over_an_owned_vector(env: &mut Env) -> String {
        let items = vec![String::from("a"), String::from("b"), String::from("c")];
        let mut out = String::new();
        for item in items {
            env.text(&item).await;
            out.push_str(&item);
        }
        out
    }
}

twice! {
    async fn for_over_a_written_vector(env: &mut Env) -> u32 {
        let items: Vec<u32> = env.list(3).await;
        let mut sum = 0;
        for item in items {
            sum += env.get(item).await;
        }
        sum
    }
}

twice! {
    async fn for_over_an_awaited_vector(env: &mut Env) -> u32 {
        let mut sum = 0;
        for item in env.list(3).await {
            sum += env.get(item).await;
        }
        for item in env.list(2).await.into_iter().rev() {
            env.get(item).await;
            sum += item;
        }
        sum
    }
}

twice! {
    async fn for_over_a_local_by_reference(env: &mut Env) -> u32 {
        let items = env.list(3).await;
        let mut sum = 0;
        for item in &items {
            sum += item + env.get(*item).await;
        }
        for (index, item) in items.iter().enumerate() {
            env.note(index);
            env.get(*item).await;
        }
        sum + items.len() as u32
    }
}

twice! {
    async fn for_over_a_local_by_mutable_reference(env: &mut Env) -> Vec<u32> {
        let mut items = env.list(3).await;
        for item in &mut items {
            *item += env.get(*item).await;
        }
        for item in items.iter_mut() {
            env.pause().await;
            *item *= 10;
            env.pause().await;
        }
        items
    }
}

twice! {
    async fn for_over_a_map(env: &mut Env) -> u32 {
        let mut map = BTreeMap::new();
        map.insert("a", env.get(1).await);
        map.insert("b", env.get(2).await);
        let mut sum = 0;
        for (name, value) in &map {
            env.text(name).await;
            sum += value;
        }
        for value in map.values_mut() {
            *value += env.get(*value).await;
        }
        for key in map.keys() {
            env.text(key).await;
        }
        for (name, value) in map {
            env.text(name).await;
            sum += value;
        }
        sum
    }
}

twice! {
    async fn for_over_other_collections(env: &mut Env) -> u32 {
        let queue: VecDeque<u32> = env.list(2).await.into();
        let mut sum = 0;
        for n in &queue {
            sum += env.get(*n).await;
        }
        for n in queue {
            env.get(n).await;
        }
        let one = HashMap::from([(1, 2)]);
        for (key, value) in one {
            sum += env.get(key).await + value;
        }
        for n in [7, 8] {
            sum += env.get(n).await;
        }
        for n in std::iter::once(9) {
            sum += env.get(n).await;
        }
        sum
    }
}

twice! {
    async fn for_over_what_nothing_names(env: &mut Env) -> u32 {
        fn make(n: u32) -> Vec<u32> {
            (0..n).collect()
        }
        let text = env.text("a b,c").await;
        let mut sum = 0;
        for word in text.to_uppercase().split([' ', ',']) {
            env.text(word).await;
            env.note(word);
        }
        for (index, n) in make(2 + env.count()).iter().enumerate() {
            sum += env.get(*n).await * index as u32;
        }
        for n in &make(2) {
            sum += env.get(*n).await;
        }
        for n in make(2).iter_mut().rev() {
            *n += env.get(3).await;
            env.pause().await;
            sum += *n;
        }
        for n in vec![env.count(), 7].iter().skip(1) {
            sum += env.get(*n).await;
        }
        for word in text.split(' ').collect::<Vec<_>>().iter().rev() {
            env.text(word).await;
        }
        for n in &env.list(2).await[1..] {
            sum += env.get(*n).await;
        }
        sum
    }
}

twice! {
    (env, "abc", "de")
    async fn arrays_of_borrows(env: &mut Env, one: &str, two: &str) -> u32 {
        let (three, four) = (env.text("x").await, env.text("yz").await);
        let mut sum = 0;
        for part in [one, two] {
            env.pause().await;
            env.note(part);
        }
        for part in [&three, &four] {
            env.pause().await;
            env.note(part);
        }
        for part in [three.as_bytes(), b"\r\n", one.as_bytes()] {
            sum += env.get(part.len() as u32).await;
        }
        for (i, part) in [three.as_str(), "lit", one.trim()].into_iter().enumerate() {
            sum += env.get((part.len() + i) as u32).await;
        }
        for (key, value) in [("x", &four[..1]), ("y", two)] {
            sum += env.get(key.len() as u32).await;
            env.note(value);
            env.pause().await;
            env.note(key);
        }
        let mut n = 0;
        let list = env.list(3).await;
        for item in [&list[n], &list[n + 1]] {
            n += 1;
            env.pause().await;
            env.note(item);
            n += 1;
            env.pause().await;
        }
        sum + n as u32
    }
}

twice! {
    async fn a_part_of_an_item_that_changes(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let mut sum = 0;
        for (i, mut n) in list.iter().copied().enumerate() {
            n += 1;
            sum += env.get(n).await;
            env.note(i);
            n += 1;
            env.pause().await;
            sum += n;
        }
        for (letter, mut n) in "ab".chars().zip(list.iter().copied()) {
            n += 1;
            sum += env.get(n).await;
            env.note(letter);
        }
        sum
    }
}
