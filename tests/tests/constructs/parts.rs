//! What is matched part by part: `match (line.trim(), n) { .. }`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;

fn both(a: &str, b: u32) -> u32 {
    a.len() as u32 + b
}

twice! {
    (env, " get ")
    async fn a_borrow_and_a_number(env: &mut Env, line: &str) -> u32 {
        let mut n = env.get(3).await;
        match (line.trim(), n) {
            ("quit", _) => 0,
            (command, 3) => { n += 1; env.pause().await; both(command, n) }
            (command, other) => { env.pause().await; both(command, other) }
        }
    }
}

twice! {
    async fn what_is_borrowed_stays_while_the_other_part_changes(env: &mut Env) -> u32 {
        let list = vec![env.text("a").await, env.text("bcd").await];
        let mut i = env.get(1).await as usize;
        match (list[i].as_str(), i) {
            (word, before) => {
                i -= 1;
                env.pause().await;
                both(word, before as u32) + i as u32
            }
        }
    }
}

twice! {
    async fn a_borrow_and_a_moved_value(env: &mut Env) -> u32 {
        let list = env.list(3).await;
        let loud = env.load("moved").await;
        match (list.first(), loud) {
            (Some(first), loud) => {
                env.pause().await;
                env.note(loud.name());
                *first
            }
            (None, _) => 7,
        }
    }
}

twice! {
    async fn the_value_is_dropped_where_it_ends(env: &mut Env) -> u32 {
        let list = env.list(2).await;
        for round in 0..2 {
            let loud = env.loud(round);
            match (&list[..], loud) {
                ([first, ..], loud) if round == 0 => {
                    env.pause().await;
                    env.note(first);
                    drop(loud);
                    env.pause().await;
                }
                (all, _loud) => {
                    env.pause().await;
                    env.note(all.len());
                }
            }
        }
        1
    }
}

twice! {
    async fn a_part_that_is_awaited(env: &mut Env) -> u32 {
        let line = env.text("key").await;
        match (line.as_str(), env.find(2).await) {
            ("quit", _) => 0,
            (key, Some(n)) => { env.pause().await; both(key, n) }
            (key, None) => { env.pause().await; both(key, 1) }
        }
    }
}

twice! {
    async fn parts_that_are_awaited_around_a_borrow(env: &mut Env) -> u32 {
        let line = env.text("a b").await;
        match (env.get(1).await, line.split_once(' '), env.get(2).await) {
            (n, Some((a, b)), m) => { env.pause().await; both(a, n) + both(b, m) }
            _ => 0,
        }
    }
}

twice! {
    async fn awaited_in_an_arm_that_does_not_await(env: &mut Env) -> u32 {
        let line = env.text("key").await;
        match (line.trim(), env.find(2).await) {
            (key, Some(n)) => both(key, n),
            (_, None) => 9,
        }
    }
}

twice! {
    async fn cases_in_one_arm(env: &mut Env) -> u32 {
        let line = env.text("head x").await;
        let n = env.get(4).await;
        match (line.split_once(' '), n) {
            (Some(("get", key)), m) | (Some(("head", key)), m) => {
                env.pause().await;
                both(key, m)
            }
            _ => 0,
        }
    }
}

twice! {
    async fn a_case_within_a_part(env: &mut Env) -> u32 {
        let line = env.text("head x").await;
        let n = env.get(4).await;
        match (line.split_once(' '), n) {
            (Some(("get" | "head", key)), m @ (3 | 4)) => { env.pause().await; both(key, m) }
            _ => 0,
        }
    }
}

twice! {
    async fn parts_of_parts(env: &mut Env) -> u32 {
        let line = env.text("head x").await;
        let list = env.list(3).await;
        let n = env.get(4).await;
        match ((line.split_once(' '), n), (list.first(), list.len())) {
            ((Some((verb, key)), n), (Some(first), len)) => {
                env.pause().await;
                both(key, n) + both(verb, *first) + len as u32
            }
            _ => 0,
        }
    }
}

twice! {
    async fn the_rest_of_a_tuple(env: &mut Env) -> u32 {
        let line = env.text("key").await;
        let n = env.get(4).await;
        match (line.as_str(), n, n + 1, &line) {
            ("other", .., all) => { env.pause().await; all.len() as u32 }
            (key, m, ..) => { env.pause().await; both(key, m) }
        }
    }
}

twice! {
    async fn a_part_that_is_changed_by_its_arm(env: &mut Env) -> u32 {
        let line = env.text("key").await;
        match (line.as_str(), env.get(4).await) {
            ("", _) => 0,
            (key, mut n) => {
                n += 1;
                env.pause().await;
                n += 1;
                env.pause().await;
                both(key, n)
            }
        }
    }
}

twice! {
    async fn an_if_of_parts(env: &mut Env) -> u32 {
        let list = vec![env.text("ab").await];
        let mut n = env.get(4).await;
        if let (Some(name), Some(less)) = (list.first(), n.checked_sub(3)) {
            n = 0;
            env.pause().await;
            return both(name, less) + n;
        }
        n
    }
}

twice! {
    async fn clauses_of_which_one_borrows(env: &mut Env) -> u32 {
        let list = vec![env.text("ab").await];
        let mut n = env.get(4).await;
        if let Some(name) = list.first() && let Some(less) = n.checked_sub(3) && less > 0 {
            n = 0;
            env.pause().await;
            return both(name, less) + n;
        }
        n
    }
}

twice! {
    async fn a_clause_that_takes_out_of_another(env: &mut Env) -> u32 {
        let list = vec![env.text("ab").await];
        let mut queue = env.list(3).await;
        if let Some(name) = list.first() && let Some(last) = queue.pop() {
            env.pause().await;
            env.note(last);
            return both(name, queue.len() as u32);
        }
        0
    }
}

twice! {
    async fn a_clause_by_what_another_binds(env: &mut Env) -> u32 {
        let lists = vec![env.list(1).await, env.list(3).await];
        let n = env.get(1).await;
        if let (Some(list), step) = (lists.get(1), n) && let Some(item) = list.first() {
            env.pause().await;
            return *item + step;
        }
        0
    }
}

twice! {
    async fn parts_in_a_loop_that_changes_them(env: &mut Env) -> u32 {
        let list = vec![env.text("a").await, env.text("bc").await, env.text("def").await];
        let (mut at, mut sum) = (0, 0);
        while let (Some(word), true) = (list.get(at), sum < 9) {
            at += 1;
            env.pause().await;
            sum += both(word, at as u32);
            env.pause().await;
            env.note(word);
        }
        sum
    }
}

twice! {
    (env, " x ")
    async fn operands_that_borrow_in_front_of_an_await(env: &mut Env, line: &str) -> u32 {
        let list = vec![env.text("a").await, env.text("bc").await];
        let mut i = env.get(1).await as usize;
        let first = both(list[i].trim(), env.get(2).await);
        let second = both(line.trim(), { i = 0; env.get(i as u32).await });
        first + second + both(&list[i], env.get(4).await)
    }
}

twice! {
    async fn a_state_and_an_event(env: &mut Env) -> u32 {
        enum State { Idle, Busy(u32), Done }
        let words = env.text("go on stop").await;
        let mut state = State::Idle;
        let mut sum = 0;
        for word in words.split(' ') {
            state = match (state, word) {
                (State::Idle, "go") => State::Busy(env.get(5).await),
                (State::Busy(n), word) if word.len() < 3 => {
                    env.pause().await;
                    State::Busy(both(word, n))
                }
                (State::Busy(n), _) => { sum += env.get(n).await; State::Done }
                (state, _) => state,
            };
        }
        match state { State::Done => sum, _ => 0 }
    }
}

twice! {
    async fn a_let_of_parts(env: &mut Env) -> u32 {
        let line = env.text(" key ").await;
        let (word, mut n) = (line.trim(), env.get(4).await);
        n += 1;
        env.pause().await;
        both(word, n)
    }
}

twice! {
    async fn a_let_of_a_borrow_and_a_moved_value(env: &mut Env) -> u32 {
        let line = env.text(" key ").await;
        let loud = env.load("moved").await;
        let (word, loud) = (line.trim(), loud);
        env.pause().await;
        env.note(loud.name());
        drop(loud);
        env.pause().await;
        both(word, 1)
    }
}

twice! {
    async fn a_let_else_of_parts(env: &mut Env) -> u32 {
        let line = env.text("set 7").await;
        let mut words = line.split(' ');
        let (Some(word), Ok(mut n)) = (words.next(), words.next().unwrap_or("0").parse::<u32>())
        else {
            return 0;
        };
        n += 1;
        env.pause().await;
        both(word, n)
    }
}

twice! {
    async fn a_let_of_parts_by_an_index_that_changes(env: &mut Env) -> u32 {
        let list = vec![env.text("a").await, env.text("bcd").await];
        let (mut i, mut sum) = (0, 0);
        while i < 2 {
            let (word, at) = (&list[i], i as u32);
            i += 1;
            env.pause().await;
            sum += both(word, at);
            env.note(word);
        }
        sum
    }
}

twice! {
    async fn an_array_of_borrows_by_indices(env: &mut Env) -> u32 {
        let list = vec![env.text("a").await, env.text("bcd").await];
        let mut i = env.get(0).await as usize;
        let pair = [&list[i], &list[i + 1]];
        let wrapped = Some((&list[i], 3));
        i = 9;
        env.pause().await;
        both(pair[0], i as u32) + both(pair[1], 0) + wrapped.map_or(0, |(name, n)| both(name, n))
    }
}

twice! {
    async fn cases_that_bind_in_different_places(env: &mut Env) -> u32 {
        let mut sum = 0;
        for line in ["zz q", "key v", "x y"] {
            let (a, b) = line.split_once(' ').unwrap();
            match (a.trim(), b.trim()) {
                (word, "q") | ("key", word) => { env.pause().await; env.note(word); sum += 3; }
                _ => sum += 10,
            }
            match line.split_once(' ') {
                Some((word, "q") | ("key", word)) => { env.pause().await; env.note(word); }
                _ => sum += 10,
            }
            if let Some(("key" | "x", word)) = line.split_once(' ') {
                env.pause().await;
                env.note(word);
            }
        }
        sum
    }
}

twice! {
    async fn a_let_else_that_moves(env: &mut Env) -> u32 {
        for round in 0..2 {
            let line = env.text(if round == 0 { "a b" } else { "c" }).await;
            let loud = env.loud(round);
            let (Some(_), Some(loud)) = (line.split_once(' '), Some(loud)) else {
                env.note("else");
                env.pause().await;
                continue;
            };
            env.note(loud.name());
        }
        1
    }
}

twice! {
    async fn the_next_item_and_an_effect(env: &mut Env) -> u32 {
        let line = env.text("a bc d e").await;
        let mut queue = std::collections::VecDeque::from([1, 2, 3]);
        let mut words = line.split(' ');
        let mut sum = 0;
        match (words.next(), queue.pop_front()) {
            (Some(word), Some(n)) => { env.pause().await; sum += both(word, n); }
            _ => return 0,
        }
        if let (Some(n), Some(word)) = (queue.pop_front(), words.next()) {
            env.pause().await;
            sum += both(word, n) * 10;
        }
        let (Some(word), Some(n)) = (words.next(), queue.pop_front()) else { return 1 };
        env.pause().await;
        sum + both(word, n) * 100 + queue.len() as u32
    }
}

enum Kind {
    First,
    Other,
}

struct Job {
    kind: Kind,
    name: String,
}

twice! {
    async fn what_is_matched_is_changed_beside_the_borrow(env: &mut Env) -> usize {
        let mut job = Job { kind: Kind::First, name: env.text("name").await };
        let mut sum = 0;
        match job {
            Job { kind: Kind::First, ref name, .. } => {
                job.kind = Kind::Other;
                env.pause().await;
                sum += name.len();
            }
            _ => env.note("other"),
        }
        if let Job { kind: Kind::Other, name } = &mut job {
            name.push('!');
            env.pause().await;
            sum += name.len();
        }
        sum
    }
}

twice! {
    async fn a_part_that_binds_nothing(env: &mut Env) -> u32 {
        let line = env.text(" key ").await;
        let mut queue = vec![1, 2, 3];
        let (word, _) = (line.trim(), env.loud("dropped"));
        env.pause().await;
        let (Some(first), 3) = (word.get(..1), queue.pop().unwrap()) else { return 0 };
        env.pause().await;
        let (rest, ()) = (&word[1..], env.note("effect"));
        env.pause().await;
        let (all, _) = (line.as_str(), env.get(3).await);
        env.pause().await;
        let (nested, (_, end)) = (line.trim(), (env.count(), &line[1..]));
        env.pause().await;
        env.note(nested.len() + end.len());
        both(word, 1) + both(first, 2) + both(rest, queue.len() as u32) + both(all, 4)
    }
}

enum Op {
    Neg { by: u32, first: String, second: String },
    None,
}

twice! {
    async fn cases_of_a_variant(env: &mut Env) -> usize {
        let mut sum = 0;
        for by in 1..4 {
            let [first, second] = [env.text("a").await, env.text("bc").await];
            let op = if by < 3 { Op::Neg { by, first, second } } else { Op::None };
            match &op {
                Op::Neg { by: 1, first: word, .. } | Op::Neg { second: word, .. } => {
                    env.pause().await;
                    env.note(word);
                    sum += word.len();
                }
                Op::None => env.pause().await,
            }
        }
        sum
    }
}

twice! {
    async fn one_part_is_changed_and_another_is_used(env: &mut Env) -> u32 {
        let mut pair = (Some(env.text("ab").await), env.get(1).await);
        let sum = match (&pair.0, &pair.1) {
            (Some(word), 1) => {
                pair.1 = 2;
                env.pause().await;
                both(word, pair.1)
            }
            _ => 0,
        };
        let bytes = env.text("x").await.into_bytes();
        match (String::from_utf8_lossy(&bytes).as_ref(), sum) {
            (text, n) => { env.pause().await; both(text, n) }
        }
    }
}

twice! {
    async fn awaited_parts_behind_a_borrow(env: &mut Env) -> u32 {
        let line = env.text("key").await;
        let mut sum = 0;
        if let (Some(word), Ok(n)) = (line.get(1..), env.attempt(4).await) {
            env.pause().await;
            sum += both(word, n);
        }
        while let (Some(word), true) = (line.get(1..), env.count() < 4) {
            env.pause().await;
            sum += both(word, 1);
        }
        sum
    }
}

twice! {
    async fn parts_that_are_checked_before_an_else_that_awaits(env: &mut Env) -> u32 {
        let mut sum = 0;
        for round in 0..5 {
            let words = vec![env.text("key").await, env.text("v").await];
            let loud = env.loud(round);
            let (Some(word), Some(n), _, loud) =
                (words.get(round), env.count().checked_sub(2), env.note("effect"), loud)
            else {
                env.note("else");
                env.pause().await;
                continue;
            };
            env.pause().await;
            sum += both(word, n);
            let (Some(first), 1..=3) = (word.get(..1), n) else {
                env.note("second else");
                env.pause().await;
                env.note(loud.name());
                continue;
            };
            env.pause().await;
            env.note(loud.name());
            sum += both(first, 100);
        }
        sum
    }
}

twice! {
    async fn what_is_not_needed_any_more_is_not_matched(env: &mut Env) -> usize {
        let mut pair = (Some(env.text("a").await), env.text("bc").await);
        if let (Some(first), second) = (&mut pair.0, &pair.1) {
            first.push('!');
            pair.0 = None;
            env.pause().await;
            return second.len();
        }
        0
    }
}
