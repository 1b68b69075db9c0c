//! Code with effects around an await: done once, whatever name it goes by, and in Rust's order.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::cell::Cell;

use cancel_safe::CancelSafe;
use tests::env::Env;
use tests::twice;

/// Methods that have the names of well-known getters, and effects.
#[derive(Default)]
struct Dice {
    rolls: Cell<u32>,
}

impl Dice {
    fn get(&self) -> u32 {
        self.rolls.set(self.rolls.get() + 1);
        self.rolls.get() * 10
    }

    fn max(&self) -> u32 {
        self.get()
    }

    fn take(&self, n: u32) -> u32 {
        self.get() + n
    }

    fn last(&mut self) -> Option<u32> {
        Some(self.get())
    }
}

twice! {
    async fn a_getter_with_an_effect(env: &mut Env) -> u32 {
        let dice = Dice::default();
        let first = env.get(dice.get()).await;
        let second = env.get(dice.max()).await;
        let third = env.get(dice.take(3)).await;
        first + second + third + dice.rolls.get()
    }
}

twice! {
    async fn a_getter_of_a_mutable_value(env: &mut Env) -> u32 {
        let mut dice = Dice::default();
        let last: u32 = dice.last().unwrap();
        let first = env.get(last).await;
        let second = env.get(dice.last().iter().copied().sum()).await;
        first + second + dice.rolls.get()
    }
}

twice! {
    async fn a_closure_with_an_effect(env: &mut Env) -> u32 {
        let made = Cell::new(0);
        let maybe = Some(3);
        let value = env.get(maybe.map(|n| { made.set(made.get() + 1); n + made.get() }).unwrap()).await;
        value + made.get()
    }
}

twice! {
    async fn a_closure_that_counts(env: &mut Env) -> u32 {
        let mut count = 0;
        let list = [1, 2, 3];
        let value = env.get(list.iter().map(|n| { count += 1; n * 2 }).max().unwrap()).await;
        let again = env.get(value).await;
        again + count
    }
}

twice! {
    (env; 5)
    async fn a_parameter_that_changes_among_arguments(env: &mut Env, mut n: u32) -> (u32, u32) {
        let pair = (n, { n += 1; env.get(n).await });
        env.get(n).await;
        pair
    }
}

struct Counter {
    count: u32,
}

impl Counter {
    fn next(&mut self) -> u32 {
        self.count += 1;
        self.count
    }
}

fn pair_up(env: &mut Env, a: u32, b: u32) -> impl CancelSafe<Output = u32> + '_ {
    env.get(a * 100 + b)
}

twice! {
    async fn a_field_that_changes_among_arguments(env: &mut Env) -> u32 {
        let mut counter = Counter { count: 4 };
        let pair = pair_up(env, counter.count, counter.next()).await;
        env.note(pair);
        env.get(counter.count * 10 + counter.next()).await
    }
}

twice! {
    async fn a_matched_place_whose_index_changes(env: &mut Env) -> u32 {
        let list = [3, 1, 2];
        let mut i = 0;
        let mut sum = 0;
        while i < 3 {
            match &list[i] {
                3 => {
                    i += 1;
                    sum += env.get(30).await;
                }
                n => {
                    i += 1;
                    sum += env.get(*n).await;
                    env.note(n);
                }
            }
        }
        sum
    }
}

twice! {
    async fn a_matched_borrow_whose_index_changes(env: &mut Env) -> u32 {
        let list = [Some(3), None, Some(2)];
        let mut i = 0;
        let mut sum = 0;
        while i < 3 {
            if let Some(n) = &list[i] {
                i += 1;
                sum += env.get(*n).await;
                env.note(n);
            } else {
                i += 1;
            }
        }
        sum
    }
}

twice! {
    async fn a_guard_with_an_effect(env: &mut Env) -> u32 {
        let asked = Cell::new(0);
        let ask = |n: u32| { asked.set(asked.get() + 1); n > 1 };
        let mut sum = 0;
        for n in 0..4 {
            match n {
                0 => sum += env.get(10).await,
                m if ask(m) => sum += env.get(m).await,
                m => { env.get(m).await; env.pause().await; }
            }
        }
        sum + asked.get()
    }
}

twice! {
    async fn a_scrutinee_with_an_effect(env: &mut Env) -> u32 {
        let mut counter = Counter { count: 0 };
        let mut sum = 0;
        while let n @ 1..=3 = counter.next() {
            match counter.next() {
                2 => sum += env.get(n).await,
                m => { env.get(m).await; sum += env.get(m + n).await; }
            }
        }
        sum + counter.count
    }
}

twice! {
    async fn a_condition_with_an_effect(env: &mut Env) -> u32 {
        let mut counter = Counter { count: 0 };
        let mut sum = 0;
        while counter.next() < 4 {
            if counter.count == 2 && counter.next() > 0 {
                sum += env.get(counter.count).await;
            } else if counter.next() == 5 {
                sum += env.get(50).await;
            }
            env.pause().await;
        }
        sum + counter.count
    }
}

twice! {
    async fn an_index_with_an_effect(env: &mut Env) -> u32 {
        let list = [1, 2, 3, 4];
        let mut counter = Counter { count: 0 };
        let first = env.get(list[counter.next() as usize]).await;
        let mut sums = [0; 4];
        sums[counter.next() as usize] += env.get(first).await;
        sums[counter.next() as usize] = env.get(sums[2]).await;
        sums[2] * 10 + sums[3] + counter.count
    }
}

twice! {
    async fn a_temporary_that_is_dereferenced(env: &mut Env) -> u32 {
        let mut counter = Counter { count: 0 };
        let first = env.get(*Box::new(counter.next())).await;
        let second = env.get(*&counter.next()).await;
        first + second + counter.count
    }
}

twice! {
    async fn an_iterator_that_goes_on(env: &mut Env) -> u32 {
        let mut numbers = vec![1, 2, 3].into_iter();
        let mut sum = 0;
        while let Some(n) = numbers.next() {
            sum += env.get(n).await;
        }
        sum
    }
}

twice! {
    async fn assignments_behind_a_cancel_happen_once(env: &mut Env) -> u32 {
        let mut total = 0;
        let mut last = 0;
        for n in [1, 2, 3] {
            total += n;
            last = env.get({ total += 1; total }).await;
            total *= 2;
        }
        total + last
    }
}

twice! {
    async fn drops_happen_where_they_are_written(env: &mut Env) {
        let first = env.loud("first");
        {
            let second = env.load("second").await;
            env.pause().await;
            env.note(&second);
        }
        env.pause().await;
        drop(first);
        env.pause().await;
    }
}

twice! {
    async fn a_closure_that_is_called_on_both_sides(env: &mut Env) -> u32 {
        let offset = 5;
        let shift = |n: u32| n + offset;
        let first = env.get(shift(1)).await;
        let second = env.get(shift(first)).await;
        shift(second)
    }
}

twice! {
    async fn a_closure_that_changes_what_it_captures(env: &mut Env) -> u32 {
        let mut calls = 0;
        let mut call = |n: u32| { calls += 1; n + calls };
        let first = call(1);
        env.pause().await;
        let second = call(first);
        env.pause().await;
        let third = call(second);
        third * 100 + calls
    }
}

twice! {
    async fn a_closure_that_owns_what_it_captures(env: &mut Env) -> u32 {
        let name = String::from("abc");
        let mut n = 1;
        let count = move |by: u32| name.len() as u32 * by + n;
        n = 10;
        let first = env.get(count(2)).await;
        let second = env.get(count(first)).await;
        second + n
    }
}

twice! {
    async fn a_closure_beside_locals_that_only_some_awaits_need(env: &mut Env) -> u32 {
        let first = env.text("first").await;
        let offset = 5;
        let shift = |n: u32| n + offset;
        let first = env.text(&first).await;
        env.note(first);
        let second = env.get(shift(1)).await;
        env.pause().await;
        shift(second)
    }
}

twice! {
    async fn a_receiver_by_value_is_read_first(env: &mut Env) -> u32 {
        let mut n = 5;
        let m = n.max({ n += 10; env.get(2).await });
        let mut c = Counter { count: 3 };
        let k = c.count.min({ c.count = 1; env.get(9).await });
        let w = c.count.wrapping_sub({ c.count = 2; env.get(1).await });
        m * 100 + n + k + w + c.count
    }
}

twice! {
    async fn comparisons_borrow(env: &mut Env) -> u32 {
        let mut name = String::from("a");
        let mut n = 0;
        if name == env.text("a").await { n += 1; }
        name.push('b');
        if env.text("ab").await == name && name < env.text("b").await { n += 10; }
        name.push('b');
        n + name.len() as u32
    }
}

twice! {
    async fn arguments_read_what_the_receiver_is(env: &mut Env) -> Vec<u32> {
        let mut list = vec![1];
        list.push(env.get(list.len() as u32).await);
        list.push(list.len() as u32 + env.get(1).await);
        let mut c = (Counter { count: 1 }, Vec::new());
        c.1.push(env.get(c.0.next()).await);
        c.1.push(c.0.next() + env.get(2).await);
        list.extend(c.1);
        list
    }
}

twice! {
    async fn an_option_that_changes_among_arguments(env: &mut Env) -> u32 {
        let mut opt = Some(3);
        let a = opt.unwrap_or(env.get(1).await);
        opt.take();
        let b = opt.unwrap_or({ opt = Some(7); env.get(2).await });
        a * 100 + b * 10 + opt.unwrap_or(0)
    }
}

/// Counts when it is dropped.
struct Dropped(u32);

std::thread_local! {
    static DROPPED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

impl Drop for Dropped {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() * 10 + self.0);
    }
}

twice! {
    async fn a_value_made_of_an_item_is_dropped_once(env: &mut Env) -> u32 {
        DROPPED.set(0);
        for number in 1..3 {
            let dropped = Dropped(number);
            env.pause().await;
            drop(dropped);
        }
        DROPPED.get()
    }
}
