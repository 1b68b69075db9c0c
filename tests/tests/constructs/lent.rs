//! What a call is lent, and what is read of it.

// The forms under test are not always those that one would write.
#![allow(clippy::all, const_item_mutation)]

use std::collections::HashMap;

use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tests::env::Env;
use tests::twice;

#[derive(Default)]
struct Doc {
    id: u32,
    title: String,
    list: Vec<u32>,
    pending: DocSaveCheckpoint,
}

#[cancel_safe]
impl Doc {
    /// Changes what it is called on before it waits.
    #[cancel_safe(stored_in = self.pending)]
    async fn save(&mut self, env: &Env, title: &str) -> u32 {
        self.id += 1;
        self.title.push('!');
        self.list.push(self.id);
        env.pause().await;
        env.note(title);
        self.id + title.len() as u32
    }
}

#[cancel_safe]
async fn step(env: &Env, by: &u32, doc: &mut Doc) -> u32 {
    doc.id += 1;
    env.pause().await;
    doc.id += 1;
    env.pause().await;
    doc.id * 10 + *by
}

#[cancel_safe]
async fn fill(env: &Env, buf: &mut [u32]) -> u32 {
    buf[0] = 7;
    env.pause().await;
    buf[1] = 8;
    env.pause().await;
    buf.iter().sum()
}

#[cancel_safe]
async fn call_it(env: &Env, f: &mut dyn FnMut() -> u32) -> u32 {
    let first = f();
    env.pause().await;
    first + f()
}

twice! {
    async fn a_copy_of_what_is_changed(env: &mut Env) -> u32 {
        let mut doc = Doc { title: env.text("title").await, ..Doc::default() };
        let first = doc.save(env, &doc.title.clone()).await;
        let second = doc.save(env, &format!("{}-{}", doc.title, doc.id)).await;
        let third = doc.save(env, &doc.list.len().to_string()).await;
        first + second * 10 + third * 100
    }
}

twice! {
    async fn a_number_of_what_is_changed(env: &mut Env) -> u32 {
        let (mut c0, mut c1) = (Checkpoint::new(), Checkpoint::new());
        let mut doc = Doc::default();
        let first = step(&mut c0, env, &(doc.id + 1), &mut doc).await;
        let lent = &mut doc;
        first + step(&mut c1, env, &(lent.id + 1), lent).await
    }
}

twice! {
    async fn an_item_by_what_is_changed(env: &mut Env) -> u32 {
        let (mut c0, mut c1) = (Checkpoint::new(), Checkpoint::new());
        let list = env.list(6).await;
        let mut doc = Doc { id: 1, ..Doc::default() };
        let first = step(&mut c0, env, &list[doc.id as usize], &mut doc).await;
        let second = step(&mut c1, env, list.get(doc.id as usize - 1).unwrap(), &mut doc).await;
        first + second
    }
}

twice! {
    async fn a_part_that_is_not_lent(env: &mut Env) -> u32 {
        let (mut c0, mut c1) = (Checkpoint::new(), Checkpoint::new());
        let mut pair = (Doc::default(), 3, HashMap::from([(3, 4)]));
        let first = step(&mut c0, env, &(pair.1 + 1), &mut pair.0).await;
        let second = step(&mut c1, env, pair.2.get(&pair.1).unwrap(), &mut pair.0).await;
        let text = env.text("x").await;
        first + second + pair.0.save(env, &text).await
    }
}

twice! {
    async fn a_buffer_without_a_name(env: &mut Env) -> u32 {
        let (mut c0, mut c1) = (Checkpoint::new(), Checkpoint::new());
        fill(&mut c0, env, &mut [0; 3]).await + fill(&mut c1, env, &mut [1, 2, 3][..].to_vec()).await
    }
}

twice! {
    async fn closures_without_a_name(env: &mut Env) -> u32 {
        let (mut c0, mut c1) = (Checkpoint::new(), Checkpoint::new());
        let mut calls = 0;
        let mut count = 5;
        let first = call_it(&mut c0, env, &mut move || { count += 1; count }).await;
        let second = call_it(&mut c1, env, &mut || { calls += 1; calls }).await;
        first * 10 + second + calls * 100
    }
}

#[cancel_safe]
async fn three(env: &Env, first: &u32, item: &u32, n: &mut u32) -> u32 {
    *n += 1;
    env.pause().await;
    *n += 1;
    *first * 100 + *item * 10 + *n
}

fn next(n: &mut u32) -> u32 {
    *n += 1;
    *n
}

twice! {
    async fn keys_are_kept_in_their_turn(env: &mut Env) -> u32 {
        let list = env.list(5).await;
        let mut n = 0;
        let mut c = Checkpoint::new();
        three(&mut c, env, &next(&mut n), &list[n as usize], &mut n).await
    }
}

#[cancel_safe]
async fn put(env: &Env, slot: &mut Option<u32>) -> u32 {
    *slot = slot.map_or(Some(1), |n| Some(n + 1));
    env.pause().await;
    slot.map_or(0, |n| n * 10)
}

twice! {
    async fn constants_that_are_lent_to_be_changed(env: &mut Env) -> u32 {
        const START: Option<u32> = Some(4);
        let mut c = Checkpoint::new();
        let first = put(&mut c, env, &mut None).await;
        let mut c = Checkpoint::new();
        let second = put(&mut c, env, &mut Option::None).await;
        let mut c = Checkpoint::new();
        let third = put(&mut c, env, &mut { START }).await;
        let mut c = Checkpoint::new();
        let fourth = put(&mut c, env, &mut START).await;
        let mut c = Checkpoint::new();
        let fifth = fill(&mut c, env, &mut [first; 4][..2]).await;
        first + second + third + fourth + fifth * 100
    }
}

twice! {
    async fn a_number_of_what_a_method_lends(env: &mut Env) -> u32 {
        let mut doc = Box::new(Doc { id: 1, ..Doc::default() });
        let mut c = Checkpoint::new();
        let first = step(&mut c, env, &(doc.id + 1), doc.as_mut()).await;
        let mut docs = vec![Doc::default(), Doc { id: 5, ..Doc::default() }];
        let mut c = Checkpoint::new();
        let second = step(&mut c, env, &(docs[1].id + 1), docs.last_mut().unwrap()).await;
        first * 1000 + second
    }
}

#[cancel_safe]
async fn named(env: &Env, name: &str, n: &mut u32) -> u32 {
    *n += 1;
    env.pause().await;
    env.note(name);
    *n
}

twice! {
    async fn a_borrow_in_front_of_what_is_made(env: &mut Env) -> u32 {
        let line = env.text(" key ").await;
        let mut n = 1;
        let mut c = Checkpoint::new();
        let first = named(&mut c, env, line.trim(), &mut 3).await;
        let mut c = Checkpoint::new();
        let second = named(&mut c, env, line.trim(), &mut next(&mut n)).await;
        let mut c = Checkpoint::new();
        let third = named(&mut c, env, &line[n as usize..], &mut env.get(n).await).await;
        first + second * 10 + third * 100
    }
}

twice! {
    async fn values_that_methods_lend(env: &mut Env) -> u32 {
        const START: [u32; 2] = [3, 4];
        let mut sum = 0;
        sum += upd(&mut Checkpoint::new(), env, Some(4).as_mut().unwrap()).await;
        sum += upd(&mut Checkpoint::new(), env, [1, 2].last_mut().unwrap()).await;
        sum += upd(&mut Checkpoint::new(), env, &mut (1, 2).1).await;
        sum += upd(&mut Checkpoint::new(), env, &mut START[0]).await;
        sum += upd(&mut Checkpoint::new(), env, &mut !sum).await % 100;
        sum += fill(&mut Checkpoint::new(), env, [0; 3].as_mut_slice()).await;
        sum += fill(&mut Checkpoint::new(), env, &mut *vec![0; 3]).await;
        let list = vec![1, 2, 3];
        sum += fill(&mut Checkpoint::new(), env, list.clone().as_mut_slice()).await;
        sum += fill(&mut Checkpoint::new(), env, list.to_vec().split_at_mut(1).1).await;
        sum + list.len() as u32
    }
}

twice! {
    async fn receivers_without_a_name(env: &mut Env) -> u32 {
        let doc = Tally { n: 7 };
        let mut sum = doc.clone().run(&mut Checkpoint::new(), env).await;
        sum += Tally { n: sum }.run(&mut Checkpoint::new(), env).await;
        sum += [doc.clone(), doc.clone()][1].run(&mut Checkpoint::new(), env).await;
        sum += vec![doc.clone()].first_mut().unwrap().run(&mut Checkpoint::new(), env).await;
        sum + Some(doc.clone()).unwrap_or_default().run(&mut Checkpoint::new(), env).await
    }
}

#[derive(Clone, Default)]
struct Tally {
    n: u32,
}

#[cancel_safe]
impl Tally {
    #[cancel_safe]
    async fn run(&mut self, env: &Env) -> u32 {
        self.n += 1;
        env.pause().await;
        self.n += 10;
        env.pause().await;
        self.n
    }
}

#[cancel_safe]
async fn upd(env: &Env, n: &mut u32) -> u32 {
    *n += 1;
    env.pause().await;
    *n += 10;
    env.pause().await;
    *n
}

struct Both<'a> {
    k: u32,
    n: &'a mut u32,
}

#[cancel_safe]
async fn both(env: &Env, k: &u32, both: Both<'_>) -> u32 {
    *both.n += 1;
    env.pause().await;
    *both.n += 10;
    env.pause().await;
    *both.n * 100 + *k * 10 + both.k
}

#[cancel_safe]
async fn some(env: &Env, k: &u32, n: Option<&mut u32>) -> u32 {
    let Some(n) = n else { return 0 };
    upd(_, env, n).await + *k
}

twice! {
    async fn references_in_what_is_put_together(env: &mut Env) -> u32 {
        let mut n = 1;
        let y = &mut n;
        let one = both(&mut Checkpoint::new(), env, &(*y + 2), Both { k: *y + 1, n: y }).await;
        let y = &mut n;
        let two = some(&mut Checkpoint::new(), env, &y.clone(), Some(y)).await;
        one + two
    }
}

fn tick(n: &mut u32) -> u32 {
    *n += 1;
    *n
}

#[cancel_safe]
async fn all(env: &Env, (a, b, c): (u32, &mut u32, u32)) -> u32 {
    *b += 1;
    env.pause().await;
    *b += 10;
    env.pause().await;
    a * 10_000 + *b * 100 + c
}

twice! {
    async fn parts_in_front_of_what_changes_them(env: &mut Env) -> u32 {
        let mut n = 1;
        all(&mut Checkpoint::new(), env, (n, &mut tick(&mut n), n)).await + n
    }
}

#[derive(Clone, Default)]
struct Entry {
    n: u32,
    k: u32,
}

fn advance(at: &mut usize) -> usize {
    *at += 1;
    *at
}

twice! {
    async fn parts_of_what_is_found(env: &mut Env) -> u32 {
        let mut list: Vec<_> = (0..3).map(|k| Entry { n: k + 4, k }).collect();
        let (mut at, mut sum) = (0, 0);
        sum += upd(&mut Checkpoint::new(), env, &mut list[advance(&mut at)].n).await;
        let found = &mut list.get_mut(advance(&mut at)).unwrap().n;
        sum += upd(&mut Checkpoint::new(), env, found).await;
        at = 0;
        sum +=
            upd(&mut Checkpoint::new(), env, &mut list.get_mut(advance(&mut at)).unwrap().n).await;
        sum += upd(&mut Checkpoint::new(), env, &mut list.iter_mut().next().unwrap().n).await;
        sum += upd(&mut Checkpoint::new(), env, &mut list.iter_mut().rev().next().unwrap().n).await;
        let mut map = HashMap::<u32, Entry>::new();
        sum += upd(&mut Checkpoint::new(), env, &mut map.entry(1).or_default().n).await;
        sum += upd(&mut Checkpoint::new(), env, &mut map.values_mut().next().unwrap().n).await;
        list.iter().fold(sum, |sum, entry| sum * 31 + entry.n + entry.k) % 1_000_003
    }
}

twice! {
    async fn values_in_place_of_what_is_not_there(env: &mut Env) -> u32 {
        let mut list = vec![1, 2];
        let mut none = None;
        let n = 5;
        let mut sum = 0;
        sum += upd(&mut Checkpoint::new(), env, list.get_mut(5).unwrap_or(&mut 7)).await;
        sum += upd(&mut Checkpoint::new(), env, none.as_mut().unwrap_or(&mut 0)).await;
        sum += upd(&mut Checkpoint::new(), env, list.get_mut(5).unwrap_or(&mut n.clone())).await;
        sum + upd(&mut Checkpoint::new(), env, list.get_mut(5).unwrap_or(&mut [0; 3][1])).await
    }
}

twice! {
    async fn a_part_that_a_branch_is_lent(env: &mut Env) -> u32 {
        let mut list: Vec<_> = (0..3).map(|k| Entry { n: k + 4, k }).collect();
        let (mut at, mut sum) = (0, 0);
        for i in 0..3 {
            let mut pending = Checkpoint::new();
            sum += safe_select! {
                biased;
                n = upd(&mut pending, env, &mut list[advance(&mut at) % 3].n), if i != 1 => n,
                else => 100,
            };
            let mut pending = Checkpoint::new();
            sum += safe_select! {
                biased;
                n = upd(&mut pending, env, &mut list.get_mut(advance(&mut at) - 2).unwrap().n), if i == 1 => n,
                else => 100,
            };
        }
        list.iter().fold(sum, |sum, entry| sum * 31 + entry.n) % 1_000_003
    }
}

twice! {
    async fn parts_that_are_put_together(env: &mut Env) -> u32 {
        let mut list: Vec<_> = (0..3).map(|k| Entry { n: k + 4, k }).collect();
        let mut at = 0;
        let pending = &mut Checkpoint::new();
        let mut sum = some(pending, env, &1, Some(&mut list[advance(&mut at)].n)).await;
        at = 0;
        let pending = &mut Checkpoint::new();
        sum += all(pending, env, (at as u32, &mut list[advance(&mut at)].n, at as u32)).await;
        at = 0;
        let mut boxes = [Box::new(3), Box::new(5)];
        sum += upd(&mut Checkpoint::new(), env, &mut *boxes[advance(&mut at)]).await;
        at = 0;
        sum += upd(&mut Checkpoint::new(), env, &mut (list[advance(&mut at)].n)).await;
        list.iter().fold(sum + *boxes[1], |sum, entry| sum * 31 + entry.n + entry.k) % 1_000_003
    }
}

/// What a fragment stands for is in a group of its own.
macro_rules! lends_a_fragment {
    ($name:ident, $list:ident => $what:expr) => {
        twice! {
            async fn $name(env: &mut Env) -> u32 {
                let mut $list = [Entry::default(), Entry { n: 2, k: 3 }];
                let sum = upd(&mut Checkpoint::new(), env, &mut $what).await;
                sum + $list[1].n
            }
        }
    };
}

lends_a_fragment!(a_place_of_a_fragment, list => list[1].n);
lends_a_fragment!(a_value_of_a_fragment, list => [1, tick(&mut list[1].n)][1]);
