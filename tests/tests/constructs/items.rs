//! Items that are copied out of lists of borrows: `match words[..] { ["set", key] => .. }`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;

twice! {
    async fn the_items_of_a_slice(env: &mut Env) -> usize {
        let line = env.text("set key value").await;
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["set", key, value] => {
                env.pause().await;
                key.len() * 10 + value.len()
            }
            ["get", key] => {
                env.pause().await;
                key.len()
            }
            _ => 0,
        }
    }
}

twice! {
    async fn items_or_none(env: &mut Env) -> usize {
        let line = env.text("ab cde").await;
        let words = line.split(' ').collect::<Vec<&str>>();
        let [first, second] = words[..] else { return 3 };
        env.pause().await;
        env.pause().await;
        first.len() * 10 + second.len()
    }
}

twice! {
    async fn one_item_by_what_changes_later(env: &mut Env) -> usize {
        let line = env.text("a bc def").await;
        let words = line.split(' ').collect::<Vec<&str>>();
        let mut index = 0;
        let first = words[index];
        index += 2;
        env.pause().await;
        let last = words[index];
        index -= 1;
        env.pause().await;
        first.len() * 100 + last.len() * 10 + index
    }
}

twice! {
    async fn a_matched_item(env: &mut Env) -> usize {
        let line = env.text("put value").await;
        let words: Vec<&str> = line.split(' ').collect();
        let mut index = 1;
        match words[index] {
            "get" => 0,
            value if value.len() > 2 => {
                index += 7;
                env.pause().await;
                value.len() + index
            }
            _ => 1,
        }
    }
}

twice! {
    async fn a_part_of_an_item(env: &mut Env) -> usize {
        let line = env.text("a=1 bc=234").await;
        let pairs: Vec<(&str, &str)> = line.split(' ').filter_map(|pair| pair.split_once('=')).collect();
        let value = pairs[1].1;
        env.pause().await;
        if let (name, "1") = pairs[0] {
            env.pause().await;
            return name.len() + value.len();
        }
        0
    }
}

twice! {
    (env, &["first", "set", "k"], &[(1, "a"), (20, "bcd")])
    async fn items_of_parameters(env: &mut Env, words: &[&str], pairs: &[(usize, &str)]) -> usize {
        let first = words[0];
        env.pause().await;
        match words[1..] {
            ["set", key] => {
                env.pause().await;
                let (count, name) = pairs[key.len()];
                env.pause().await;
                first.len() + key.len() + count + name.len()
            }
            _ => 0,
        }
    }
}

twice! {
    async fn an_item_of_a_list_that_changes(env: &mut Env) -> u32 {
        let mut numbers = env.list(3).await;
        let mut index = 1;
        let number = numbers[index];
        index = 2;
        numbers[1] = 50;
        env.pause().await;
        number + numbers[1] + numbers[index]
    }
}

twice! {
    async fn a_pair_that_is_found_by_its_key(env: &mut Env) -> Option<u32> {
        let mut pairs = [(1, vec![10]), (2, vec![20])];
        let key = env.get(2).await;
        let (_, list) = pairs.iter_mut().find(|(k, _)| *k == key)?;
        env.pause().await;
        list.push(30);
        env.pause().await;
        Some(list.iter().sum::<u32>() + pairs[0].1[0])
    }
}
