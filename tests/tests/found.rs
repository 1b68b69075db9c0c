//! What generated programs and reviews have found, each as small as it could be made.

// The forms under test are not those that one would write.
#![allow(clippy::all, unused, unreachable_code)]

use tests::env::Env;
use tests::twice;

twice! {
    async fn ways_that_derive_different_borrows_again(env: &mut Env) -> Option<Vec<u32>> {
        let mut out = vec![env.get(1).await];
        let mut start = 0;
        let view = &*out;
        let edit = &mut start;
        let Some(n) = env.find(3).await else {
            return Some(view.to_vec());
        };
        let text = env.text("a").await;
        *edit += n;
        env.note(text);
        env.pause().await;
        Some(vec![start])
    }
}

twice! {
    async fn for_that_awaits_only_what_it_iterates_over(env: &mut Env) -> Option<u32> {
        let mut sum = 0;
        for n in 0..env.get(3).await {
            sum += n;
        }
        for item in env.list(2).await {
            env.note(item);
            sum += item;
        }
        for item in env.list(2).await.iter().rev() {
            if *item == 0 {
                return Some(sum);
            }
        }
        env.pause().await;
        None
    }
}

twice! {
    async fn a_written_type_is_that_of_a_value(env: &mut Env) -> u32 {
        let items = env.list(3).await;
        let mut sum = 0;
        for item in items.iter().map(|item| item ^ 1) {
            let mut n: u32 = item;
            let view = &n;
            env.get(*view).await;
            n += 1;
            env.note(n);
            env.pause().await;
            sum += n;
        }
        sum
    }
}

struct Named {
    id: u32,
    name: String,
}

twice! {
    async fn an_operand_that_is_part_of_what_it_moves(env: &mut Env) -> u32 {
        let (name, text) = (env.text("a").await, env.text("bc").await);
        let n = env.get(Named { name, id: 2 }.id).await;
        n + env.get((text, 5).0.len() as u32).await
    }
}

twice! {
    async fn a_name_of_another_type_within_an_arm(env: &mut Env) -> u32 {
        match (env.get(1).await, 2) {
            (mut n @ 0..=7, other) => {
                match Some(other) {
                    None => {
                        let mut n: Vec<u32> = vec![env.get(0).await];
                    }
                    mut some => {
                        env.get(n).await;
                    }
                }
                n
            }
            _ => 0,
        }
    }
}

twice! {
    async fn moved_and_assigned_in_loops(env: &mut Env) -> Result<u32, u32> {
        let mut out = vec![1, 2];
        let mut name = String::new();
        for n in [0] {
            if false {
                name;
                break;
            }
            for m in out.iter().map(|value| value ^ 1) {
                name = env.text("a").await;
            }
        }
        Err(out.len() as u32)
    }
}

twice! {
    (env, &[1, 2])
    async fn two_moved_and_assigned_in_one_loop(env: &mut Env, items: &[u32]) -> String {
        let (mut name, mut other) = (String::new(), String::new());
        for n in [1, 2] {
            for m in items.iter().map(|item| item ^ 1) {
                let both = (name, other);
                env.note(both.0 + &both.1);
                name = env.text("a").await;
                other = env.text("b").await;
            }
        }
        name + &other
    }
}

twice! {
    (env; String::from("abc"))
    async fn carried_through_two_loops(env: &mut Env, name: String) -> u32 {
        let mut turn = 0;
        while turn < 2 {
            turn += 1;
            env.note(&name);
            loop {
                if env.get(turn).await == 2 {
                    let moved = name;
                    return env.get(moved.len() as u32).await;
                }
                if env.get(turn).await == 1 {
                    break;
                }
            }
            env.pause().await;
        }
        0
    }
}

twice! {
    async fn a_field_of_the_name_of_a_renamed_local(env: &mut Env) -> (String, Option<u32>) {
        let part = match env.get(1).await {
            1 => {
                let name = env.text("a").await;
                let id = if name.is_empty() { None } else { Some(env.get(2).await) };
                env.pause().await;
                Part { name, id }
            }
            _ => {
                let id = Some(env.get(3).await);
                let name = env.text("b").await;
                Part { id, name }
            }
        };
        (part.name, part.id)
    }
}

struct Part {
    id: Option<u32>,
    name: String,
}

twice! {
    async fn a_chain_that_awaits_of_what_is_matched_again(env: &mut Env) -> u32 {
        let (name, known) = (env.text("a").await, Ok::<u32, u32>(env.get(2).await));
        let mut sum = 0;
        if let Ok(n) = &known && env.flag(*n > 1).await {
            sum += env.get(*n).await;
        }
        let list = vec![Some(1), None, Some(3)];
        for item in &list {
            let Some(item) = item else {
                env.note(&name);
                continue;
            };
            env.get(1).await;
            sum += item;
        }
        env.note(&name);
        sum + env.get(3).await
    }
}

struct Queue {
    items: Vec<u32>,
}

twice! {
    (env; Queue { items: vec![1, 2, 3] })
    async fn assigned_where_nothing_borrows_any_more(env: &mut Env, mut queue: Queue) -> u32 {
        let head = &queue.items[0];
        if env.flag(false).await {
            queue.items = Vec::new();
            return 0;
        }
        let n = env.get(*head).await + *head;
        queue.items = vec![2, 3, 4];
        let mut sum = env.get(n).await;
        for item in queue.items.iter() {
            sum += env.get(*item).await;
        }
        queue.items = vec![];
        env.get(sum).await
    }
}

twice! {
    async fn a_copy_of_an_item(env: &mut Env) -> u32 {
        let list = env.list(3).await;
        let mut sum = 0;
        for &n in list.iter() {
            let mut left = n;
            while left > 0 {
                sum += env.get(left).await;
                left -= 1;
            }
            let same = n;
            sum += env.get(n).await + same;
        }
        for (i, &n) in list.iter().enumerate() {
            let mut left = i as u32 + n;
            let mut at = i;
            at += env.get(1).await as usize;
            left += env.get(at as u32).await;
            sum += left;
        }
        sum
    }
}

twice! {
    async fn assigned_in_each_round_before_it_is_read(env: &mut Env) -> u32 {
        let mut name = env.text("a").await;
        env.pause().await;
        let mut turn = 0;
        while turn < 2 {
            turn += 1;
            env.pause().await;
            name = env.text("b").await;
            env.note(&name);
        }
        turn
    }
}

twice! {
    async fn moved_before_the_rounds_that_assign_it(env: &mut Env) -> u32 {
        let mut name = env.text("a").await;
        env.note(name);
        let mut turn = 0;
        while turn < 2 {
            turn += env.get(1).await;
            name = env.text("b").await;
            let longer = |n: u32| n + 1;
            env.get(longer(name.len() as u32)).await;
            env.note(name);
            env.get(longer(turn)).await;
        }
        turn
    }
}

twice! {
    async fn assigned_in_unsafe_before_it_is_read(env: &mut Env) -> String {
        let mut name = env.text("a").await;
        env.note(name);
        env.pause().await;
        unsafe {
            env.pause().await;
            name = env.text("b").await;
            env.get(name.len() as u32).await;
        }
        env.pause().await;
        name
    }
}

twice! {
    async fn moved_in_unsafe_after_it_was_borrowed(env: &mut Env) -> u32 {
        let title = env.text("a").await;
        let view = &title[..];
        unsafe {
            if env.get(view.len() as u32).await == 0 {
                env.pause().await;
            } else {
                env.note(title);
                env.pause().await;
            }
        }
        3
    }
}

twice! {
    async fn moved_and_made_again_in_unsafe(env: &mut Env) -> u32 {
        let mut title = env.text("a").await;
        let view = &title[..];
        let n = unsafe {
            if env.get(view.len() as u32).await == 2 {
                env.pause().await;
            } else {
                env.note(title);
                env.pause().await;
                title = env.text("ab").await;
            }
            env.get(title.len() as u32).await
        };
        env.get(title.len() as u32 + n).await
    }
}

twice! {
    async fn moved_in_a_loop_in_unsafe(env: &mut Env) -> u32 {
        let n = 4;
        let found = unsafe {
            let found = loop {
                if n > 3 {
                    break env.get(n).await;
                }
                env.pause().await;
            };
            env.pause().await;
            found
        };
        found + env.get(1).await
    }
}

twice! {
    async fn assigned_behind_what_is_never_reached(env: &mut Env) -> u32 {
        let mut sum = 0;
        for n in 0..3 {
            let Some(found) = ({
                if n < 3 {
                    env.pause().await;
                }
                continue;
                env.find(n).await
            }) else {
                continue;
            };
            let name;
            if env.get(1).await == 1 {
                name = env.text("a").await;
            } else {
                name = String::new();
            }
            env.note(name);
            sum += found;
        }
        env.pause().await;
        sum
    }
}

twice! {
    async fn a_parameter_that_each_round_of_a_for_assigns(env: &mut Env) -> u32 {
        let mut items: Vec<u32> = vec![1];
        let numbers = [3, 0, 2];
        for n in numbers.iter() {
            items = env.list([*n, 0][0]).await;
            if env.list(*n).await.is_empty() {
                items.push(7);
                env.note(items.len() as u32);
            }
        }
        env.get(numbers.len() as u32).await
    }
}

twice! {
    async fn a_value_behind_a_return(env: &mut Env) -> u32 {
        let n = env.get(2).await;
        let found = match n {
            0 => {
                return env.get(5).await;
                env.pause().await;
                env.get(6).await
            }
            1 => {
                return 7;
                8
            }
            2 => {
                if {
                    env.pause().await;
                    return env.get(9).await;
                } {
                    10
                } else {
                    11
                }
            }
            _ => env.get(12).await,
        };
        found
    }
}

twice! {
    async fn borrowed_beside_the_branch_that_assigns_it(env: &mut Env) -> u32 {
        let (mut owned, n) = (vec![env.get(4).await], env.get(1).await);
        let items = &mut owned;
        let view = &*items;
        match n {
            0 => *items = Vec::new(),
            1 => {
                if env.get(1).await == 1 {
                    let first = view[0];
                    env.get(first).await;
                }
            }
            _ => {}
        }
        env.note(items.len() as u32);
        env.get(items.len() as u32).await
    }
}

twice! {
    async fn borrowed_behind_the_branch_that_assigns_it_and_returns(env: &mut Env) -> u32 {
        let (mut owned, n) = (vec![env.get(4).await], env.get(1).await);
        let items = &mut owned;
        let view = &*items;
        if n == 2 {
            *items = Vec::new();
            return [5, 6][env.get(1).await as usize];
        }
        env.pause().await;
        env.note(view.len() as u32);
        env.get(items.len() as u32).await
    }
}

twice! {
    async fn a_copy_whose_borrow_outlives_the_loop(env: &mut Env) -> u32 {
        let start = env.get(3).await;
        let view = &start;
        let both = [start, start];
        if both[0] > 2 {
            let mut turn = 0;
            loop {
                if turn > env.get(1).await {
                    break;
                }
                turn += 1;
                env.get(turn).await;
            }
            env.note(*view);
        } else {
            return start;
        }
        env.get(*view).await
    }
}

twice! {
    async fn what_is_copied_is_not_moved(env: &mut Env) -> u32 {
        let start: u32 = env.get(3).await;
        let view = &start;
        let both = [start, start];
        if both[0] > 2 {
            let turn: u32 = 0;
            loop {
                if turn > 2 {
                    break;
                }
                return env.get(turn).await;
            }
            env.note(*view);
        }
        env.get(*view).await
    }
}

twice! {
    async fn borrowed_beside_branches_that_assign_it_twice(env: &mut Env) -> u32 {
        let (mut owned, n) = (vec![env.get(4).await], env.get(1).await);
        let items = &mut owned;
        let view = &*items;
        match n {
            0 => match env.get(2).await {
                0 => {
                    *items = Vec::new();
                    env.pause().await;
                }
                _ => {
                    *items = vec![1];
                    env.pause().await;
                }
            },
            _ => {
                env.pause().await;
                env.note(view[0]);
            }
        }
        env.get(items.len() as u32).await
    }
}

#[derive(Default)]
struct Numbers {
    n: i32,
    flag: bool,
}

#[cancel_safe::cancel_safe(stateless)]
async fn change(env: &Env, numbers: &mut Numbers) -> i32 {
    env.pause().await;
    numbers.n += 4;
    numbers.flag = true;
    5
}

twice! {
    async fn a_receiver_that_is_copied_before_its_argument_changes_it(env: &mut Env) -> String {
        let mut numbers = Numbers { n: 7, ..Numbers::default() };
        let rest = numbers.n.rem_euclid(change(env, &mut numbers).await);
        numbers.flag = false;
        let flag = numbers.flag.then_some(change(env, &mut numbers).await);
        format!("{rest} {flag:?}")
    }
}

fn call(f: impl Fn() -> u32, n: u32) -> u32 {
    f() * 100 + n
}

twice! {
    async fn a_closure_that_moves_before_what_it_moves_is_changed(env: &mut Env) -> u32 {
        let mut n = 1;
        call(move || n, {
            n += 1;
            env.get(n).await
        })
    }
}

struct Cursor {
    done: bool,
    id: u32,
    step: u32,
}

twice! {
    async fn a_value_in_a_pattern_that_is_changed_by_what_the_pattern_binds(env: &mut Env) -> u32 {
        let mut cursor = Some(Cursor { done: false, id: 3, step: 0 });
        let Some(Cursor { done: d @ false, id, step: at @ 0..=3 }) = &mut cursor else { return 1 };
        *d = true;
        *at = 9;
        env.get(*id).await;
        *id += 1;
        env.get(*id).await;
        match &mut cursor {
            Some(Cursor { step: step @ 9, id, .. }) => {
                *step = 4;
                env.get(*id).await;
                *id = env.get(*step).await;
            }
            _ => return 0,
        }
        if let Some(Cursor { done: done @ true, id: 4, .. }) = &mut cursor {
            *done = false;
            env.pause().await;
            env.note(*done);
        }
        cursor.map_or(5, |cursor| cursor.id)
    }
}

twice! {
    async fn raw_names_that_shadow(env: &mut Env) -> u32 {
        let r#type = env.get(1).await;
        let r#type = r#type + env.get(2).await;
        let r#type = r#type + 1;
        env.get(r#type).await
    }
}

twice! {
    async fn an_else_that_is_behind_the_temporaries(env: &mut Env) -> u32 {
        let queue = std::sync::Mutex::new(vec![1u32]);
        let mut sum = 0;
        loop {
            let Some(n) = queue.lock().unwrap().pop() else {
                env.pause().await;
                env.note(queue.try_lock().is_ok());
                break;
            };
            sum += env.get(n).await;
        }
        sum
    }
}

twice! {
    async fn a_reference_to_a_value_in_a_condition(env: &mut Env) -> u32 {
        let mut sum = 0;
        if let Some(ref n) = Some(env.count()) && *n == 1 {
            sum += env.get(*n).await;
        }
        let ref a: u32 = env.count();
        #[allow(unused)]
        let (ref b, _) = (env.count(), 1);
        env.pause().await;
        let Some(ref c) = Some(sum).filter(|sum| *sum > 5) else {
            env.pause().await;
            return *a + *b;
        };
        *c
    }
}

twice! {
    async fn a_part_of_an_array_as_a_pattern(env: &mut Env) -> u32 {
        let line = "a b,c".to_owned();
        let mut n = 0;
        for word in line.split(&[' ', ','][..]) {
            env.text(word).await;
            n += 1;
        }
        let inner = line.trim_matches(&['a', 'c'][..]);
        env.text(inner).await;
        n
    }
}

#[cancel_safe::cancel_safe]
async fn bounds_about_each_other<I, T>(env: &mut Env, items: I) -> u32
where
    I: IntoIterator<Item = T> + Send + 'static,
    I::IntoIter: Send + 'static,
    T: Into<u32> + Send + 'static,
{
    let mut sum: u32 = 0;
    for item in items {
        let item: u32 = item.into();
        sum += env.get(item).await;
    }
    sum
}

#[cancel_safe::cancel_safe]
async fn a_parameter_of_a_bound<T, F: Fn(&T) -> u32>(env: &mut Env, items: &[T], key: F) -> u32 {
    let mut sum = 0;
    for item in items {
        sum += env.get(key(item)).await;
    }
    sum
}

#[test]
fn parameters_that_only_bounds_mention() {
    use cancel_safe::Checkpoint;
    use cancel_safe::testing::{Check, Log};
    Check::new().run_against(
        |log: Log| (Env::new(log), Checkpoint::with(vec![1u8, 2])),
        async |(env, _)| env.get(1).await + env.get(2).await,
        async |(env, pending)| bounds_about_each_other(pending, env).await,
    );
    Check::new().run_against(
        |log: Log| (Env::new(log), Checkpoint::with(u32::clone)),
        async |(env, _)| env.get(3).await + env.get(4).await,
        async |(env, pending)| a_parameter_of_a_bound(pending, env, &[3, 4]).await,
    );
}

fn look(n: &u32) -> u32 {
    *n
}

twice! {
    async fn a_reference_to_what_nothing_tells_the_type_of_yet(env: &mut Env) -> u32 {
        match Some(&env.count().into()) {
            Some(n) if look(n) == 1 => env.get(2).await,
            _ => 0,
        }
    }
}

struct Link {
    io: tokio::io::DuplexStream,
}

struct Peer {
    link: Option<Link>,
}

twice! {
    async fn a_receiver_that_may_be_missing(env: &mut Env) -> Option<u32> {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (near, mut far) = tokio::io::duplex(1);
        let mut peer = Peer { link: Some(Link { io: near }) };
        let mut got = [0; 2];
        for (i, byte) in b"ab".iter().enumerate() {
            peer.link.as_mut().ok_or(()).ok()?.io.write_all(&[*byte]).await.ok()?;
            far.read_exact(&mut got[i..i + 1]).await.ok()?;
        }
        env.note(String::from_utf8_lossy(&got));
        peer.link = None;
        peer.link.as_mut()?.io.write_all(b"x").await.ok()?;
        Some(1)
    }
}

twice! {
    async fn a_match_on_a_text_whose_arms_bind_nothing(env: &mut Env) -> u32 {
        match env.text("t1").await.as_str() {
            "t1" => env.get(1).await,
            _ => 0,
        }
    }
}

twice! {
    async fn a_jump_out_of_what_a_macro_is_given(env: &mut Env) -> String {
        let mut text = String::new();
        'all: for n in 0..9 {
            loop {
                text += &format!("{n}{}", match n {
                    6 if text.len() > 90 => env.get(n).await,
                    2 | 3 => break,
                    4 => continue 'all,
                    7 => break 'all,
                    n => n,
                });
                let pair = vec![env.get(n).await, if n == 5 { continue 'all } else { n }];
                env.note(pair.len());
                assert!(if n == 6 { break } else { true }, "{n}");
                break;
            }
            text.push(',');
        }
        text
    }
}

twice! {
    (env, &[1, 2])
    async fn assigned_in_a_loop_before_it_is_read_behind_an_await(env: &mut Env, items: &[u32]) -> u32 {
        let mut shape = vec![0];
        let mut sum = 0;
        for n in items.iter().map(|n| n * 2) {
            env.get(n).await;
            loop {
                shape = vec![n, sum];
                sum += env.get(shape[0]).await;
                if sum > n {
                    break;
                }
            }
        }
        sum + shape[0]
    }
}

twice! {
    #[allow(unreachable_code, unused_assignments, unused_variables, clippy::diverging_sub_expression)]
    async fn an_await_behind_a_return_in_one_of_two_arms(env: &mut Env) -> u32 {
        let pair;
        if env.get(1).await == 9 {
            pair = Pair { first: return 0, second: env.get(2).await };
        } else {
            pair = Pair { first: 3, second: env.get(3).await };
        }
        pair.second
    }
}

#[allow(dead_code)]
struct Pair {
    first: u32,
    second: u32,
}

twice! {
    (env, "a", "bb")
    async fn borrows_in_constructors(env: &mut Env, a: &str, b: &str) -> u32 {
        let some = Some(a);
        env.get(1).await;
        if let Some(b) = Some(b) {
            env.get(2).await;
            env.note(b);
        }
        match Some((a, some)) {
            Some((a, Some(b))) => {
                env.get(3).await;
                env.note(a.len() + b.len());
            }
            _ => {}
        }
        let mut last = Some(a);
        env.note(last.take().unwrap());
        env.get(4).await
    }
}

twice! {
    (env, &[3, 4])
    async fn a_closure_in_front_of_what_is_carried(env: &mut Env, items: &[u32]) -> u32 {
        let mut seen = 0;
        let full = |n: u32| n >= items[0];
        while !full(seen) {
            env.get(seen).await;
            seen = seen * 2 + 1;
            env.note(seen);
        }
        let mut last = None;
        let is_some = |n: Option<u32>| n.is_some();
        while !is_some(last) {
            last = Some(env.get(7).await);
        }
        seen
    }
}

twice! {
    async fn a_name_for_what_becomes_another_variant(env: &mut Env) -> u32 {
        let mut some = Some(1);
        if let whole @ Some(_) = &mut some {
            let n = whole.take().unwrap();
            let got = env.get(n).await;
            *whole = Some(got + 1);
        }
        match &mut some {
            whole @ Some(1..) => {
                let n = whole.take().unwrap();
                env.get(n).await;
                *whole = Some(n);
            }
            _ => {}
        }
        some.unwrap_or(0)
    }
}

twice! {
    (env; String::from("a/b"))
    async fn lets_that_are_there_or_not(env: &mut Env, path: String) -> u32 {
        #[cfg(all())]
        let n = 1;
        #[cfg(not(all()))]
        let n = "two";
        #[cfg(any())]
        let path = path.into_bytes();
        env.get(n).await;
        for m in [n, 2] {
            #[cfg(not(all()))]
            let m = "none";
            #[cfg(all())]
            let n = m + 1;
            env.get(n).await;
            env.note(m + n);
        }
        #[cfg(all())]
        let n = n + path.len() as u32;
        env.get(n).await
    }
}

twice! {
    (env; String::from(" a b c "), vec![vec![3, 4], vec![5]])
    async fn a_reference_to_what_a_call_borrows(env: &mut Env, line: String, rows: Vec<Vec<u32>>) -> u32 {
        let trimmed = &line.trim();
        let rest = &line.trim()[2..];
        let first = &rows.first().unwrap()[1..];
        env.get(trimmed.len() as u32).await;
        env.note(rest.len() as u32);
        env.get(first[0]).await;
        env.note((trimmed.len() + rest.len()) as u32 + first[0]);
        env.get(rest.len() as u32).await
    }
}

twice! {
    async fn assertions(env: &mut Env) -> u32 {
        assert!(env.flag(true).await, "{}", env.get(2).await);
        assert!(env.flag(true).await);
        assert_eq!(env.get(1).await, 1, "{}", env.count());
        debug_assert!(env.flag(true).await, "{}", env.get(3).await);
        debug_assert_ne!(env.get(1).await, 2);
        struct Of {
            n: u32,
        }
        let n = dbg!(env.get(6).await) + dbg!(Of { n: env.get(1).await }.n) + 1;
        env.get(n).await
    }
}

#[cancel_safe::cancel_safe]
async fn asserts(rx: &mut tokio::sync::mpsc::Receiver<u32>) {
    assert!(rx.recv().await.is_none());
}

#[tokio::test]
#[should_panic(expected = "assertion failed: rx.recv().await.is_none()")]
async fn an_assertion_that_fails_is_shown_as_it_is_written() {
    let (tx, mut rx) = tokio::sync::mpsc::channel(1);
    tx.try_send(1).unwrap();
    asserts(&mut cancel_safe::Checkpoint::new(), &mut rx).await;
}

twice! {
    async fn what_an_await_yields_is_looked_at(env: &mut Env) -> u32 {
        for word in env.text("a b").await.split(' ') {
            env.note(word);
        }
        match env.text("GET").await.chars().rev().collect::<String>().as_str() {
            "TEG" => env.note("get"),
            _ => env.note("other"),
        }
        if let Some(most) = env.list(3).await.iter().max() {
            env.note(most);
        }
        if let Some(word) = env.text("a b").await.split(' ').nth(1) {
            env.note(word);
        } else {
            env.note("none");
        }
        if let Ok(text) = std::str::from_utf8(env.text("a").await.as_bytes()) {
            env.note(text);
        }
        for n in env.list(4).await.drain(..) {
            env.note(n);
        }
        while let Some(n) = env.list(2).await.iter().find(|n| **n > env.count()) {
            env.note(n);
        }
        match env.list(2).await[..] {
            [a, b] => env.note(a + b),
            _ => env.note(0),
        }
        let all = vec![env.get(1).await; env.get(2).await as usize];
        env.note(all.len());
        env.get(9).await
    }
}

twice! {
    async fn what_slices_and_maps_iterate_by(env: &mut Env) -> Vec<u32> {
        let mut data = env.list(6).await;
        let mut map: std::collections::BTreeMap<u32, u32> = [(1, 1), (2, 2), (3, 3)].into();
        for part in data.rchunks(4) {
            env.get(part[0]).await;
        }
        for part in data.rchunks_exact(2) {
            env.get(part[0]).await;
        }
        for part in data.chunks_exact_mut(2) {
            part[0] += env.get(part[1]).await;
        }
        for part in data.rchunks_mut(4) {
            part[0] += env.get(1).await;
        }
        for (_, value) in map.range_mut(2..) {
            *value += env.get(7).await;
        }
        for part in data.chunk_by(|a, b| a < b) {
            env.get(part.len() as u32).await;
        }
        for (at, text) in "a-b-c".rmatch_indices('-') {
            env.get(at as u32).await;
            env.note(text);
        }
        data.extend(map.into_values());
        data
    }
}

twice! {
    async fn a_trait_of_the_body(env: &mut Env) -> u32 {
        trait Step {
            fn run(&self) -> u32;
        }
        impl Step for u32 {
            fn run(&self) -> u32 {
                *self
            }
        }
        let step: Box<dyn Step + Send> = Box::new(3_u32);
        env.get(1).await;
        step.run()
    }
}

twice! {
    (env, &[3, 4])
    async fn what_only_dead_code_reads(env: &mut Env, items: &[u32]) -> u32 {
        let first = 0;
        'all: for item in items.iter() {
            break 'all;
            env.get(*item).await;
            env.note(first);
        }
        env.get(1).await
    }
}

twice! {
    async fn a_struct_behind_a_break_out_of_what_is_carried(env: &mut Env) -> u32 {
        struct Sum {
            of: u32,
        }
        let mut all = vec![env.get(1).await];
        let sum = loop {
            if all.len() > 2 {
                break Sum { of: all[0] };
            }
            let taken = all;
            let n = env.get(taken.len() as u32).await;
            all = taken;
            all.push(n);
        };
        env.get(sum.of).await + all.len() as u32
    }
}

twice! {
    async fn moved_on_one_way_before_an_await_that_is_not_there(env: &mut Env) -> u32 {
        let text = env.text("text").await;
        if env.count() > 1 {
            env.note(text);
        }
        #[cfg(any())]
        env.pause().await;
        env.get(1).await
    }
}

/// A builder that is taken by value, by the name of one that is not.
struct Command(u32);

impl Command {
    fn new(first: u32) -> Self {
        Command(first)
    }

    fn arg(self, arg: u32) -> Self {
        Command(self.0 + arg)
    }

    #[cancel_safe::cancel_safe(stateless)]
    async fn run(&self, env: &Env) -> u32 {
        env.get(self.0).await
    }
}

twice! {
    async fn a_builder_that_is_taken_by_value(env: &mut Env) -> u32 {
        Command::new(1).arg(2).run(env).await + Command::new(env.count()).arg(3).run(env).await
    }
}
