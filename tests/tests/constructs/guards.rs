//! What decides whether a branch or an arm runs, and is decided once.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::collections::{BTreeMap, VecDeque};

use cancel_safe::{Checkpoint, cancel_safe, requeue, safe_select};
use tests::env::{Env, Loud};
use tests::twice;
use tokio::sync::Mutex;

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
