//! What decides whether a branch or an arm runs, and is decided once.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use cancel_safe::{Checkpoint, cancel_safe, requeue, safe_select};
use tests::env::{Env, Loud};
use tests::twice;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

#[cancel_safe]
async fn grow(env: &Env, list: &mut Vec<u32>) -> u32 {
    list.push(1);
    env.pause().await;
    list.push(2);
    env.pause().await;
    list.len() as u32
}

fn next(n: &mut u32) -> u32 {
    *n += 1;
    *n
}

twice! {
    async fn a_branch_takes_part_to_its_end(env: &mut Env) -> u32 {
        let mut list = Vec::new();
        let mut pending = Checkpoint::new();
        safe_select! {
            biased;
            n = grow(&mut pending, env, &mut list), if list.is_empty() => n,
            else => 99,
        }
    }
}

twice! {
    async fn guards_come_before_operands(env: &mut Env) -> u32 {
        let mut n = env.get(0).await;
        safe_select! {
            biased;
            v = env.get(next(&mut n)), if n > 5 => v,
            v = env.get(9), if n == 0 => v,
            else => 7,
        }
    }
}

twice! {
    async fn guards_of_each_round(env: &mut Env) -> u32 {
        let (mut n, mut sum) = (0, 0);
        while n < 3 {
            n += 1;
            sum += safe_select! {
                biased;
                v = env.get(n), if n % 2 == 1 => { n += 1; v * 10 }
                v = env.get(100), if n % 2 == 0 => v,
                else => 1000,
            };
            env.pause().await;
        }
        sum
    }
}

/// `None`, and not dropped before its arm ends.
fn odd(loud: Loud) -> Option<Loud> {
    Some(loud)
}

twice! {
    async fn what_only_a_guard_mentions_is_dropped_behind_its_arm(env: &mut Env) -> u32 {
        match odd(env.loud("arm")) {
            Some(loud) if loud.name() == "arm" => env.note("in the arm"),
            _ => {}
        }
        match odd(env.loud("block")) {
            Some(loud) if loud.name() == "block" => {
                env.note("in the block");
                if env.count() > 9 { env.pause().await; }
                env.note("end");
            }
            _ => env.pause().await,
        }
        1
    }
}

twice! {
    async fn what_is_done_under_a_lock_that_is_awaited(env: &mut Env) -> u32 {
        let queue = Mutex::new(VecDeque::from([1, 2, 3]));
        let counts = Mutex::new(BTreeMap::new());
        if let Some(n) = requeue(queue.lock()).await.pop_front() {
            env.note(n);
        }
        if let Some(n) = requeue(queue.lock()).await.front_mut() {
            *n += 10;
        }
        while let Some(n) = requeue(queue.lock()).await.pop_front() {
            env.note(n);
        }
        *requeue(counts.lock()).await.entry(1).or_insert(0) += 5;
        let key = env.get(2).await;
        *requeue(counts.lock()).await.entry(key).or_default() = 7;
        if let Some(n) = env.find(3).await.map(|n| vec![n, 4]).unwrap_or_default().last_mut() {
            *n += 1;
            env.note(n);
        }
        let counts = requeue(counts.lock()).await.clone();
        env.pause().await;
        counts.values().sum()
    }
}

#[cancel_safe]
async fn sum_up(env: &Env, list: &[u32]) -> u32 {
    env.get(list[0]).await + env.get(list[1]).await
}

struct Limits(Option<Duration>);

impl Limits {
    fn limit(&self) -> Duration {
        self.0.unwrap()
    }
}

twice! {
    async fn a_branch_that_is_off_evaluates_nothing(env: &Env) -> u32 {
        let limits = Limits(None);
        let (mut at, mut sum) = (0, 0);
        while sum < 20 {
            sum += safe_select! {
                biased;
                _ = sleep(limits.limit()), if limits.0.is_some() => 1000,
                n = timeout(limits.limit(), env.get(7)), if limits.0.is_some() => n.unwrap(),
                n = env.get(next(&mut at)), if sum > 9 => n + 10,
                n = env.get(env.get(next(&mut at)).await), if sum == 1000 => n,
                n = env.get(3), if sum <= 9 => n,
                else => 1000,
            };
        }
        sum + at
    }
}

twice! {
    async fn what_a_branch_that_is_on_borrows(env: &Env) -> u32 {
        let (mut at, mut sum) = (0, 0);
        let mut lists = vec![vec![1, 2], vec![3, 4]];
        for i in 0..6 {
            let (mut one, mut two) = (Checkpoint::new(), Checkpoint::new());
            let others = lists.clone();
            sum += safe_select! {
                biased;
                n = sum_up(&mut one, env, &others[(next(&mut at) + i) as usize % 2]), if i == 2 => n,
                n = grow(&mut two, env, &mut lists[(next(&mut at) + i) as usize % 2]), if i == 3 => n,
                n = env.get(3), if i != 2 && i != 3 => n,
                else => 1000,
            };
        }
        sum + at + lists[0].len() as u32
    }
}

twice! {
    async fn an_item_that_only_a_branch_that_is_on_has(env: &Env) -> u32 {
        let (mut at, mut sum) = (0, 0);
        let names = vec!["a".to_owned(), "bcd".to_owned()];
        for i in 0..4 {
            sum += safe_select! {
                biased;
                n = env.get(names.get(i).unwrap().clone().len() as u32), if i == 0 => n,
                n = env.get(names[i].parse::<u32>().unwrap_or(next(&mut at))), if i == 1 => n,
                n = env.get(names.get(i - 2).map(|n| n.len()).unwrap() as u32), if i > 1 => n,
                else => 1000,
            };
        }
        sum + at
    }
}

twice! {
    async fn branches_that_leave_the_loop(env: &mut Env) -> u32 {
        let mut sum = 0;
        let list = [Some(1), Some(2), None];
        let mut at = 0;
        loop {
            sum += safe_select! {
                biased;
                n = env.get(match list[at] { Some(n) => n, None => break }) => n,
            };
            at += 1;
        }
        while sum < 100 {
            sum += safe_select! {
                biased;
                n = env.get(4), if (if sum > 20 { break } else { true }) => n,
                else => 100,
            };
        }
        sum
    }
}

#[cancel_safe]
async fn note_length(env: &Env, text: &str) -> u32 {
    env.get(text.len() as u32).await
}

twice! {
    async fn what_a_branch_that_is_on_is_passed(env: &mut Env) -> u32 {
        let (mut at, mut sum) = (0, 0);
        let list = vec![1, 2];
        let texts = ["a".to_owned(), "bcd".to_owned()];
        for i in 0..3 {
            let (mut one, mut two) = (Checkpoint::new(), Checkpoint::new());
            sum += safe_select! {
                biased;
                n = sum_up(&mut one, env, &list), if i != 1 => n,
                list = env.list(2), if i == 1 => list[0],
                else => 100,
            };
            sum += safe_select! {
                biased;
                n = note_length(&mut two, env, texts.get(next(&mut at) as usize % 2).unwrap()), if i < 2 => n,
                else => 100,
            };
        }
        sum + at
    }
}

twice! {
    async fn references_that_two_branches_are_passed(env: &Env) -> u32 {
        let list = vec![1, 2];
        let (mut one, mut two) = (Checkpoint::new(), Checkpoint::new());
        let first = safe_select! {
            biased;
            n = sum_up(&mut one, env, &list) => n,
            list = env.list(40), if list.len() > 5 => list[0],
        };
        let other = &*env;
        let second = safe_select! {
            biased;
            n = sum_up(&mut two, other, &list), if first > 0 => n,
            list = other.list(40), if first == 0 => list[0],
            else => 100,
        };
        first * 10 + second
    }
}
