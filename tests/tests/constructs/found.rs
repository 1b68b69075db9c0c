//! Items that are found to be changed: they are found again where they were, whatever they were found by.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::fmt::Write;

use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::Env;
use tests::twice;

#[derive(Debug)]
struct Job {
    id: u32,
    state: u32,
    name: String,
    pair: (u32, u32),
}

impl Job {
    fn is_idle(&self) -> bool {
        self.state == 0
    }

    fn start(&mut self) -> u32 {
        self.state = 7;
        self.id
    }
}

fn jobs() -> Vec<Job> {
    let job = |(id, state)| Job { id, state, name: "ab".repeat(id as usize), pair: (id, state) };
    [(1, 1), (2, 0), (3, 0), (4, 1)].into_iter().map(job).collect()
}

fn start(job: &mut Job) {
    job.state = 7;
}

#[cancel_safe]
async fn run(env: &Env, job: &mut Job) -> u32 {
    job.state = 7;
    env.pause().await;
    job.name.clear();
    env.pause().await;
    job.id
}

twice! {
    async fn changed_by_a_function(env: &mut Env) -> u32 {
        let mut list = jobs();
        let job = list.iter_mut().find(|job| job.state == 0).unwrap();
        start(job);
        env.pause().await;
        env.get(job.id).await;
        job.name.push('x');
        let Some(next) = list.iter_mut().find(|job| job.is_idle()) else { return 0 };
        let n = next.start();
        env.pause().await;
        n * 10 + next.id
    }
}

twice! {
    async fn changed_through_patterns(env: &mut Env) -> u32 {
        let mut list = jobs();
        let job = list.iter_mut().find(|job| job.state == 0).unwrap();
        if let Job { state: state @ 0, .. } = job {
            *state = 3;
        }
        env.pause().await;
        let id = job.id;
        let job = list.iter_mut().find(|Job { state, .. }| *state == 0).unwrap();
        let Job { ref mut state, .. } = *job;
        *state = 4;
        env.pause().await;
        let pair = list.iter_mut().rev().find(|job| job.pair.1 == 0).unwrap();
        let Job { pair: (a, b), .. } = pair;
        std::mem::swap(a, b);
        env.pause().await;
        id * 100 + pair.pair.0 * 10 + pair.id
    }
}

twice! {
    async fn changed_in_the_arm(env: &mut Env) -> u32 {
        let mut list = jobs();
        let mut sum = 0;
        match list.iter_mut().find(|job| job.state == 0) {
            Some(job) => {
                job.state += 1;
                env.pause().await;
                let Job { state, .. } = job;
                *state += 1;
                env.pause().await;
                sum += job.id;
            }
            None => env.pause().await,
        }
        if let Some(job) = list.iter_mut().filter(|job| job.state == 1).next() {
            start(job);
            env.pause().await;
            sum += job.id * 10;
        } else {
            env.pause().await;
        }
        while let Some(job) = list.iter_mut().find(|job| job.state != 7) {
            start(job);
            env.get(job.id).await;
            sum += job.id * 100;
            env.pause().await;
        }
        sum
    }
}

twice! {
    async fn replaced_as_a_whole(env: &mut Env) -> u32 {
        let mut list = jobs();
        if let Some(job) = list.iter_mut().find(|job| job.id == 2) {
            *job = Job { id: 20, state: 0, name: String::new(), pair: (0, 1) };
            env.pause().await;
            job.state += 1;
        }
        let Some(job) = list.iter_mut().find(|job| job.pair.1 == 1) else { return 0 };
        let old = std::mem::replace(job, Job { id: 5, state: 5, name: String::new(), pair: (5, 5) });
        env.get(old.id).await;
        job.id += old.id;
        env.pause().await;
        list.iter().fold(0, |sum, job| sum * 10 + job.id + job.state)
    }
}

twice! {
    async fn none_is_found(env: &mut Env) -> Option<u32> {
        let mut list = jobs();
        if let Some(job) = list.iter_mut().find(|job| job.state == 9) {
            env.pause().await;
            return Some(job.id);
        }
        let job = list.iter_mut().find(|job| job.name.is_empty());
        env.pause().await;
        if let Some(job) = job {
            env.get(job.id).await;
        }
        let mut count = 0;
        let job = list.iter_mut().find(|job| { count += 1; job.id == 3 })?;
        env.get(count).await;
        write!(job.name, "{count}").unwrap();
        let id = list.iter_mut().find(|job| job.name.len() == 7)?.start();
        env.get(id).await;
        let found = list.iter_mut().find(|job| job.id == 30)?;
        env.pause().await;
        Some(found.id)
    }
}

twice! {
    async fn one_within_another(env: &mut Env) -> u32 {
        let mut groups = vec![vec![(1, 5), (2, 6)], vec![(3, 7)], vec![(4, 8), (5, 9)]];
        let group = groups.iter_mut().find(|group| group.len() == 1).unwrap();
        group.push((6, 10));
        env.pause().await;
        let Some(item) = group.iter_mut().find(|item| item.0 == 6) else { return 0 };
        let (key, n) = item;
        *key = 9;
        env.pause().await;
        let n = *n;
        if let Some(group) = groups.iter_mut().rev().find(|group| group.len() == 2)
            && let Some(item) = group.iter_mut().find(|item| item.0 < 5)
        {
            item.0 += 5;
            env.pause().await;
            item.1 += 1;
        }
        env.pause().await;
        groups.iter().flatten().fold(n, |sum, (key, n)| sum * 3 + key * n)
    }
}

twice! {
    async fn handed_to_what_is_awaited(env: &mut Env) -> u32 {
        let mut list = jobs();
        let id = run(&mut Checkpoint::new(), env, list.iter_mut().find(|job| job.state == 0).unwrap()).await;
        env.pause().await;
        match list.iter_mut().enumerate().find(|(_, job)| job.state == 0) {
            Some((index, job)) => {
                let id = id * 10 + run(&mut Checkpoint::new(), env, job).await;
                id * 10 + index as u32
            }
            None => 0,
        }
    }
}

twice! {
    async fn chosen_among_all(env: &mut Env) -> u32 {
        let mut list = jobs();
        let job = list.iter_mut().max_by_key(|job| job.pair.1 + job.state).unwrap();
        job.state = 0;
        env.get(job.id).await;
        let Some(job) = list.iter_mut().filter(|job| job.state == 0).last() else { return 0 };
        job.state = 5;
        env.get(job.id).await;
        job.name.clear();
        if let Some(job) = list.iter_mut().rev().skip_while(|job| job.state > 0).filter(|job| job.id < 9).nth(1) {
            job.state = 5;
            env.get(job.id).await;
            job.name.clear();
        }
        let (index, job) = list.iter_mut().enumerate().min_by_key(|(_, job)| job.name.len()).unwrap();
        job.name.push_str("longer than the others");
        env.pause().await;
        job.id * 10 + index as u32
    }
}

twice! {
    async fn chosen_numbers(env: &mut Env) -> u32 {
        let mut list = env.list(4).await;
        let least = list.iter_mut().min().unwrap();
        *least += 10;
        env.pause().await;
        *least += 10;
        let mut map = std::collections::BTreeMap::from([(1, 5), (2, 7), (3, 6)]);
        let (key, n) = map.iter_mut().max_by_key(|(_, n)| **n).unwrap();
        *n = 0;
        env.get(*key).await;
        *n += 1;
        if let Some(n) = map.values_mut().filter(|n| **n > 0).last() {
            *n = 0;
            env.pause().await;
            *n += 2;
        }
        match map.values_mut().filter(|n| **n > 1).last() {
            Some(n) => {
                *n = 1;
                env.pause().await;
                *n += 2;
            }
            None => env.pause().await,
        }
        if let Some(none) = map.values_mut().filter(|n| **n > 50).last() {
            env.pause().await;
            *none = 1;
        }
        list.into_iter().chain(map.into_values()).fold(0, |sum, n| sum * 7 + n)
    }
}

twice! {
    async fn chosen_once(env: &mut Env) -> u32 {
        let mut list = jobs();
        let job = list.iter_mut().skip(env.count() as usize).find(|job| job.state == 1).unwrap();
        job.state = 4;
        let mut n = job.id;
        let (index, job) = list.iter_mut().filter(|job| { n += 1; job.id > 1 }).enumerate().find(|(_, job)| job.id > 2).unwrap();
        n * 100 + job.id * 10 + index as u32
    }
}

twice! {
    async fn items_without_a_size(env: &mut Env) -> u32 {
        let mut map = std::collections::BTreeMap::from([(1, ()), (2, ()), (3, ())]);
        let (key, _) = map.iter_mut().max_by_key(|(key, _)| **key).unwrap();
        env.get(*key).await;
        let Some((key, _)) = map.iter_mut().filter(|(key, _)| **key < 3).last() else { return 0 };
        env.get(*key).await;
        let mut list = [(), (), ()];
        let (index, _) = list.iter_mut().enumerate().max_by_key(|(index, _)| *index).unwrap();
        env.get(index as u32).await
    }
}
