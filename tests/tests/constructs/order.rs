//! Parts of an expression of which one changes what another is made from.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::ops::AddAssign;

use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::Env;
use tests::twice;

fn next(n: &mut usize) -> u32 {
    *n += 1;
    *n as u32
}

struct Doc {
    id: u32,
}

impl Doc {
    #[cancel_safe(stateless)]
    async fn read(&mut self, env: &Env, step: &usize) -> u32 {
        env.get(self.id + *step as u32).await
    }
}

/// Its `+=` evaluates the left side first.
#[derive(Clone, Copy)]
struct Sum(u32);

impl AddAssign<u32> for Sum {
    fn add_assign(&mut self, other: u32) {
        self.0 += other;
    }
}

twice! {
    async fn an_index_behind_what_changes_it(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let mut n = 1;
        let (first, second) = (next(&mut n), list[n]);
        env.pause().await;
        let (third, fourth) = (next(&mut n), &list[n]);
        env.pause().await;
        first * 1000 + second * 100 + third * 10 + *fourth
    }
}

twice! {
    async fn an_index_on_both_sides_of_what_changes_it(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let mut n = 0;
        let (a, b, c, d, e) = (list[n], next(&mut n), &list[n], next(&mut n), list[n]);
        env.pause().await;
        a + b * 10 + *c * 100 + d * 1000 + e * 10000
    }
}

twice! {
    async fn matched_parts_of_which_one_changes_another(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let mut n = 0;
        match (next(&mut n), &list[n]) {
            (1, item) => { env.pause().await; *item }
            (other, _) => { env.pause().await; other }
        }
    }
}

twice! {
    async fn conditions_on_parts_of_which_one_changes_another(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let (mut n, mut sum) = (0, 0);
        while let (1..=3, Some(item)) = (next(&mut n), list.get(n)) {
            env.pause().await;
            sum += item * 10;
        }
        if let (4.., Some(item)) = (next(&mut n), list.get(n - 4)) {
            env.pause().await;
            sum += item;
        }
        sum
    }
}

twice! {
    async fn an_index_behind_an_await_that_changes_it(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let mut n = 0;
        let (a, b, c, d) = (list[n], { n += 1; env.get(3).await }, list[n], &list[n]);
        env.pause().await;
        a + b * 10 + c * 100 + *d * 1000
    }
}

twice! {
    async fn a_checked_let_takes_no_item_twice(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let mut iter = env.list(4).await.into_iter();
        let (Some(first), Some(second)) = (iter.next(), list.get(0)) else {
            env.pause().await;
            return 0;
        };
        let second = *second;
        env.pause().await;
        let (Some(third), Some(0)) = (iter.next(), list.get(3).copied()) else {
            env.pause().await;
            return first + second + iter.sum::<u32>() * 10;
        };
        third
    }
}

twice! {
    async fn the_index_of_a_receiver_is_read_first(env: &mut Env) -> u32 {
        let mut docs = [Doc { id: 1 }, Doc { id: 20 }, Doc { id: 300 }];
        let mut i = 0;
        let first = docs[i].read(env, &{ i += 1; i }).await;
        let mut pairs = [(Doc { id: 1 }, 0), (Doc { id: 20 }, 0)];
        i = 0;
        let second = pairs[i].0.read(env, &{ i += 1; i }).await;
        i = 1;
        let third = docs.get_mut(i).unwrap().read(env, &{ i += 1; i }).await;
        first + second * 10 + third * 100
    }
}

twice! {
    async fn the_left_side_of_an_assignment(env: &mut Env) -> u32 {
        let mut sums = [Sum(0); 3];
        let mut texts = [env.text("a").await, env.text("b").await];
        let i = env.get(1).await as usize;
        sums[i] += env.get(3).await;
        texts[i] += &env.text("x").await;
        texts[i - 1] += &env.text("y").await;
        env.note(&texts[0]);
        env.note(&texts[1]);
        sums[0].0 + sums[1].0 * 10
    }
}

struct View<'a> {
    id: usize,
    name: &'a str,
}

twice! {
    async fn what_is_borrowed_is_made_in_its_turn(env: &mut Env) -> u32 {
        let mut n = env.get(4).await as usize;
        let (a, b) = (n, &next(&mut n));
        env.pause().await;
        let (c, d) = (next(&mut n), &next(&mut n));
        env.pause().await;
        let view = View { id: n, name: &next(&mut n).to_string() };
        let sum = view.id + view.name.len();
        env.pause().await;
        a as u32 + *b * 10 + c * 100 + *d * 1000 + sum as u32 * 10000
    }
}

twice! {
    async fn constants_live_for_ever(env: &mut Env) -> u32 {
        let rest: &'static [u32] = &[1, 2, 3];
        env.pause().await;
        let pair: &'static (i32, &'static str) = &(-1, "x");
        env.pause().await;
        rest[0] + pair.1.len() as u32
    }
}

struct Lines(Vec<String>);

impl Lines {
    fn line(&mut self) -> &mut String {
        self.0.push(String::new());
        self.0.last_mut().unwrap()
    }
}

twice! {
    async fn the_left_side_is_evaluated_once(env: &mut Env) -> usize {
        let mut lines = Lines(Vec::new());
        *lines.line() += &env.text("a").await;
        *lines.line() += &env.text("bc").await;
        let mut texts = [env.text("x").await, env.text("y").await];
        let mut n = 0;
        texts[{ n += 1; n }] += &env.text("z").await;
        lines.0.len() * 10 + texts[1].len() + n
    }
}

twice! {
    async fn what_does_not_match_is_dropped_before_the_else(env: &mut Env) -> u32 {
        for round in 0..3 {
            let Some(Ok(found)) = Some(match round {
                0 => Ok(env.load("found").await),
                _ => Err(env.load("not found").await),
            }) else {
                env.note("else");
                env.pause().await;
                continue;
            };
            env.note(found.name());
            drop(found);
            let (Some(first), None) = (Some(env.loud("first")), Some(env.loud("second"))) else {
                env.note("second else");
                env.pause().await;
                continue;
            };
            env.note(first.name());
        }
        1
    }
}

#[cancel_safe]
async fn step(env: &Env, n: &mut u32) -> u32 {
    *n += 1;
    env.pause().await;
    *n += 10;
    *n
}

struct Pair {
    a: u32,
    b: u32,
    name: String,
}

twice! {
    async fn what_is_awaited_in_front_of_a_value(env: &mut Env) -> u32 {
        let mut n = 0;
        let (_, b, _) = (step(&mut Checkpoint::new(), env, &mut n).await, n, env.get(3).await);
        let (c, (), d) = (env.get(1).await, env.note("middle"), env.get(3).await);
        let pair = Pair {
            a: step(&mut Checkpoint::new(), env, &mut n).await,
            b: n,
            name: env.text("x").await,
        };
        b + c + d + pair.a * 100 + pair.b * 1000 + pair.name.len() as u32
    }
}

twice! {
    async fn what_is_awaited_in_front_of_a_borrow(env: &mut Env) -> u32 {
        let mut n = 0;
        let (a, b) = (step(&mut Checkpoint::new(), env, &mut n).await, &(n + 1));
        let (c, d) = (env.get(1).await, &env.loud("d"));
        env.pause().await;
        a * 100 + b + c + d.name().len() as u32
    }
}

fn noted(env: &Env, n: u32) -> u32 {
    env.note(n);
    n
}

twice! {
    async fn what_is_awaited_in_front_of_what_is_matched(env: &mut Env) -> u32 {
        let list = vec![1, 2];
        if let (a, b, Some(c)) = (env.get(4).await, &noted(env, 1), list.get(1)) {
            env.pause().await;
            return a + b + c;
        }
        0
    }
}

twice! {
    async fn what_is_awaited_in_front_of_a_return(env: &mut Env) -> u32 {
        let n = env.get(1).await;
        let (a, b, c) = (env.find(1).await, if n == 1 { return 9 } else { 2 }, env.get(3).await);
        a.unwrap_or_default() + b + c
    }
}
