//! What becomes of values: moved, partly moved, assigned again, borrowed, captured, shadowed.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::collections::{BTreeMap, HashMap};

use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::Env;
use tests::twice;

#[derive(Clone, Debug, Default, PartialEq)]
struct Item {
    id: u32,
    name: String,
    tags: Vec<String>,
}

fn item(id: u32) -> Item {
    Item { id, name: format!("item {id}"), tags: vec![format!("tag {id}")] }
}

fn length(text: String) -> u32 {
    text.len() as u32
}

twice! {
    async fn typed_slots(env: &mut Env) -> (u32, String, Vec<u32>, Option<Item>) {
        let number: u32 = env.get(3).await;
        let text: String = env.text("abc").await;
        let list: Vec<u32> = env.list(number).await;
        let maybe: Option<Item> = Some(item(number));
        env.pause().await;
        (number, text, list, maybe)
    }
}

twice! {
    async fn untyped_slots(env: &mut Env) -> (u32, String, Vec<u32>, Option<Item>) {
        let number = env.get(3).await;
        let text = env.text("abc").await;
        let list = env.list(number).await;
        let maybe = Some(item(number));
        env.pause().await;
        (number, text, list, maybe)
    }
}

twice! {
    async fn types_of_which_nothing_is_asked(env: &mut Env) -> u32 {
        let shared: std::rc::Rc<std::cell::Cell<u32>> = Default::default();
        let other: std::rc::Rc<std::cell::Cell<u32>> = shared.clone();
        other.set(env.get(4).await);
        env.pause().await;
        shared.get()
    }
}

twice! {
    async fn a_move_between_awaits(env: &mut Env) -> String {
        let first = env.text("first").await;
        let second = first;
        env.pause().await;
        let third = second + "!";
        env.pause().await;
        third
    }
}

twice! {
    async fn a_move_before_the_last_await(env: &mut Env) -> u32 {
        let text = env.text("moved").await;
        env.pause().await;
        let n = length(text);
        env.pause().await;
        env.get(n).await
    }
}

twice! {
    async fn assigned_again_after_a_move(env: &mut Env) -> String {
        let mut text = env.text("a").await;
        let mut all = String::new();
        for n in 0..3u32 {
            env.pause().await;
            let taken = text;
            all.push_str(&taken);
            text = env.text(&format!("{taken}{n}")).await;
        }
        all + &text
    }
}

twice! {
    async fn moved_in_one_branch_and_used_in_the_other(env: &mut Env) -> u32 {
        let text = env.text("branch").await;
        let n = if env.flag(true).await {
            let n = length(text);
            env.get(n).await
        } else {
            env.pause().await;
            env.note(&text);
            env.get(text.len() as u32).await
        };
        n + 1
    }
}

twice! {
    async fn moved_in_the_branch_that_is_not_taken(env: &mut Env) -> u32 {
        let text = env.text("branch").await;
        if env.flag(false).await {
            let n = length(text);
            env.get(n).await
        } else {
            env.pause().await;
            env.note(&text);
            env.pause().await;
            length(text)
        }
    }
}

twice! {
    async fn moved_in_an_arm_that_returns(env: &mut Env) -> Vec<u32> {
        let mut batch = Vec::new();
        loop {
            match env.next().await {
                Some(n) => batch.push(n),
                None => {
                    let sent = batch;
                    env.pause().await;
                    env.note(sent.len());
                    return sent;
                }
            }
        }
    }
}

twice! {
    async fn moved_in_an_arm_that_breaks(env: &mut Env) -> usize {
        let mut batch = Vec::new();
        let sent = loop {
            match env.next().await {
                Some(n) => batch.push(n),
                None => {
                    let sent = batch;
                    env.pause().await;
                    break sent;
                }
            }
            env.pause().await;
        };
        env.pause().await;
        sent.len()
    }
}

twice! {
    async fn moved_and_made_again_in_a_loop(env: &mut Env) -> u32 {
        let mut batch = Vec::new();
        let mut sum = 0;
        while let Some(n) = env.next().await {
            batch.push(n);
            if batch.len() == 2 {
                let full = batch;
                sum += env.get(full.len() as u32).await;
                batch = Vec::new();
                sum += full[0];
            }
        }
        sum * 10 + batch.len() as u32
    }
}

twice! {
    async fn taken_and_left_empty(env: &mut Env) -> u32 {
        let mut batch = Vec::new();
        let mut sum = 0;
        while let Some(n) = env.next().await {
            batch.push(n);
            if batch.len() == 2 {
                let full = std::mem::take(&mut batch);
                sum += env.get(full.iter().sum()).await;
            }
        }
        sum * 10 + batch.len() as u32
    }
}

twice! {
    async fn partly_moved(env: &mut Env) -> (u32, String) {
        let it = item(env.get(1).await);
        env.pause().await;
        let Item { name, id, .. } = it;
        env.pause().await;
        (id, name)
    }
}

twice! {
    async fn a_field_moved_out(env: &mut Env) -> (String, u32) {
        let it = item(env.get(1).await);
        env.pause().await;
        let name = it.name;
        let id = it.id;
        env.pause().await;
        (name, id)
    }
}

twice! {
    async fn a_tuple_taken_apart(env: &mut Env) -> (String, Vec<u32>) {
        let pair = (env.text("pair").await, env.list(2).await);
        env.pause().await;
        let (text, list) = pair;
        env.pause().await;
        (text, list)
    }
}

twice! {
    async fn bindings_of_consumed_values(env: &mut Env) -> u32 {
        let maybe = Some(item(2));
        match maybe {
            Some(Item { id, name, tags }) => {
                env.pause().await;
                env.note(&name);
                env.get(id + tags.len() as u32).await
            }
            None => env.get(0).await,
        }
    }
}

twice! {
    async fn a_binding_that_is_mutable(env: &mut Env) -> u32 {
        let mut sum = 0;
        if let Some(mut n) = env.find(4).await {
            n += env.get(1).await;
            n += env.get(2).await;
            sum += n;
        }
        let (mut a, b) = (env.get(1).await, env.get(2).await);
        a += env.get(b).await;
        sum * 100 + a
    }
}

twice! {
    async fn borrows_are_derived_again(env: &mut Env) -> usize {
        let list = env.list(4).await;
        let part = &list[1..];
        env.pause().await;
        let (head, tail) = part.split_at(1);
        env.pause().await;
        let first = &head[0];
        env.get(*first).await;
        tail.len() + *first as usize
    }
}

twice! {
    async fn a_mutable_borrow_is_derived_again(env: &mut Env) -> Vec<u32> {
        let mut list = env.list(3).await;
        let part = &mut list[1..];
        part[0] = env.get(10).await;
        part[1] = env.get(20).await;
        env.pause().await;
        list
    }
}

twice! {
    async fn a_borrow_of_a_field(env: &mut Env) -> usize {
        let mut it = item(env.get(3).await);
        let tags = &mut it.tags;
        tags.push(env.text("more").await);
        tags.push(env.text("and more").await);
        let name = it.name.as_str();
        env.note(name);
        env.pause().await;
        name.len() + it.tags.len()
    }
}

/// `#[rederive]` means nothing where the function is not annotated.
#[test]
fn a_borrow_that_is_said_to_be_one() {
    async fn plain(env: &mut Env, map: &BTreeMap<u32, Item>) -> u32 {
        let second = map.get(&2).unwrap();
        env.pause().await;
        let mut sum = 0;
        for id in map.keys().filter(|id| is_odd(**id)) {
            sum += env.get(*id).await;
        }
        second.id + sum
    }

    #[cancel_safe]
    async fn annotated(env: &mut Env, map: &BTreeMap<u32, Item>) -> u32 {
        #[rederive]
        let second = map.get(&2).unwrap();
        env.pause().await;
        let mut sum = 0;
        #[rederive]
        for id in map.keys().filter(|id| is_odd(**id)) {
            sum += env.get(*id).await;
        }
        second.id + sum
    }

    fn is_odd(number: u32) -> bool {
        number % 2 == 1
    }

    let map: BTreeMap<u32, Item> = (1..5).map(|id| (id, item(id))).collect();
    tests::twice::check(
        "a_borrow_that_is_said_to_be_one",
        Checkpoint::new,
        async |env, _| plain(env, &map).await,
        async |env, pending| annotated(pending, env, &map).await,
    );
}

twice! {
    async fn static_text(env: &mut Env) -> usize {
        let fixed = "fixed";
        let chosen = if env.flag(true).await { "yes" } else { "no" };
        env.pause().await;
        let typed: &'static str = chosen;
        env.pause().await;
        fixed.len() + typed.len()
    }
}

static LIMIT: u32 = 3;
const NAMES: [&str; 3] = ["a", "b", "c"];

twice! {
    async fn statics_and_constants(env: &mut Env) -> u32 {
        const STEP: u32 = 2;
        let mut sum = 0;
        let mut n = 0;
        while n < LIMIT {
            env.note(NAMES[n as usize]);
            sum += env.get(n * STEP).await;
            n += 1;
        }
        sum
    }
}

twice! {
    async fn arrays(env: &mut Env) -> [u32; 3] {
        let mut array = [0; 3];
        for i in 0..array.len() {
            array[i] = env.get(i as u32 + 1).await;
        }
        let [first, .., last] = array;
        env.get(first + last).await;
        let mut grid = [[0u32; 2]; 2];
        grid[1][0] = env.get(9).await;
        array[0] += grid[1][0];
        array
    }
}

twice! {
    async fn nested_options(env: &mut Env) -> u32 {
        let mut nested = Some(Some(env.get(1).await));
        env.pause().await;
        if let Some(Some(n)) = &mut nested {
            *n += 1;
            env.get(*n).await;
        }
        let result: Result<Option<u32>, String> = Ok(nested.flatten());
        env.pause().await;
        match result {
            Ok(Some(n)) => env.get(n).await,
            Ok(None) => 0,
            Err(error) => length(error),
        }
    }
}

twice! {
    async fn closures_between_awaits(env: &mut Env) -> u32 {
        let factor = env.get(3).await;
        let list: Vec<u32> = [1, 2, 3].iter().map(|n| n * factor).collect();
        let sum: u32 = list.iter().filter(|n| **n > factor).sum();
        env.get(sum).await;
        let texts: Vec<_> = list.into_iter().map(|n| format!("{n}")).collect();
        env.pause().await;
        texts.concat().len() as u32
    }
}

twice! {
    async fn a_boxed_closure(env: &mut Env) -> u32 {
        let add = env.get(3).await;
        let call: Box<dyn Fn(u32) -> u32 + Send> = Box::new(move |n| n + add);
        env.pause().await;
        let first = env.get(call(1)).await;
        call(first)
    }
}

twice! {
    async fn a_function_pointer(env: &mut Env) -> u32 {
        let call: fn(String) -> u32 = length;
        env.pause().await;
        let other = u32::from_str_radix;
        env.pause().await;
        call(String::from("four")) + other("11", 2).unwrap()
    }
}

twice! {
    async fn inline_captures(env: &mut Env) -> String {
        let name = env.text("name").await;
        let width = 6;
        let number = env.get(7).await;
        env.pause().await;
        env.note(format!("{name}"));
        let line = format!("{name:>width$} {number:03} {{name}}");
        env.pause().await;
        format!("{line}{}", name.len())
    }
}

twice! {
    async fn a_capture_of_a_shadowed_name(env: &mut Env) -> String {
        let x = env.get(1).await;
        let text = format!("{x}");
        let x = env.get(x + 1).await;
        let text = format!("{text} {x}");
        {
            let x = env.text("inner").await;
            env.pause().await;
            env.note(format!("{x} {text}"));
        }
        env.pause().await;
        format!("{text} {x:?}")
    }
}

twice! {
    async fn deferred_initialisation(env: &mut Env) -> String {
        let text;
        let number: u32;
        if env.flag(true).await {
            text = env.text("one").await;
            number = 1;
        } else {
            number = env.get(2).await;
            text = String::from("two");
        }
        env.pause().await;
        format!("{text} {number}")
    }
}

twice! {
    async fn deferred_in_a_loop(env: &mut Env) -> u32 {
        let found;
        loop {
            let n = env.next().await;
            env.pause().await;
            if n == Some(2) {
                found = n;
                break;
            }
        }
        env.pause().await;
        found.unwrap()
    }
}

twice! {
    async fn assigned_in_a_loop_and_read_behind_it(env: &mut Env) -> u32 {
        let mut last = 0;
        let mut text = String::new();
        for n in [1, 2, 3] {
            last = env.get(n).await;
            text = env.text(&format!("{n}")).await;
        }
        last + text.len() as u32
    }
}

twice! {
    async fn shadowing(env: &mut Env) -> u32 {
        let value = env.text("12").await;
        let value: u32 = value.parse().unwrap();
        env.pause().await;
        let value = Some(value);
        let value = match value {
            Some(value) => env.get(value).await,
            None => 0,
        };
        {
            let value = value + 1;
            env.get(value).await;
        }
        env.pause().await;
        value
    }
}

twice! {
    async fn shadowing_in_a_loop(env: &mut Env) -> u32 {
        let n = 1;
        let mut sum = 0;
        for n in n..3 {
            let n = env.get(n * 10).await;
            sum += n;
            let n = n + 1;
            env.get(n).await;
        }
        sum + n
    }
}

twice! {
    async fn maps(env: &mut Env) -> u32 {
        let mut counts: HashMap<String, u32> = HashMap::new();
        while let Some(n) = env.next().await {
            let key = env.text(&format!("{}", n % 2)).await;
            *counts.entry(key).or_default() += n;
        }
        let even = counts.get("0").copied().unwrap_or_default();
        env.get(even).await;
        counts["1"] * 10 + even
    }
}

twice! {
    async fn swaps_and_replacements(env: &mut Env) -> (String, String) {
        let mut a = env.text("a").await;
        let mut b = env.text("b").await;
        std::mem::swap(&mut a, &mut b);
        env.pause().await;
        let old = std::mem::replace(&mut a, env.text("c").await);
        env.pause().await;
        (old + &a, b)
    }
}

twice! {
    async fn a_local_that_is_not_used_behind_the_await(env: &mut Env) -> u32 {
        let text = String::from("before");
        let n = text.len() as u32;
        env.pause().await;
        let unused = env.get(n).await;
        let _ = unused;
        let _ = env.get(1).await;
        n
    }
}

twice! {
    async fn guards_with_written_types(env: &mut Env) -> u32 {
        let _first: tests::env::Loud = env.loud("first");
        env.pause().await;
        {
            let _second: tests::env::Loud = env.load("second").await;
            env.pause().await;
        }
        env.get(1).await
    }
}

twice! {
    async fn drops_in_reverse_order(env: &mut Env) {
        let first: tests::env::Loud = env.loud("first");
        let second: tests::env::Loud = env.loud("second");
        env.pause().await;
        env.note(format_args!("{first} {second}"));
        env.pause().await;
        env.note(first.name().len() + second.name().len());
    }
}

twice! {
    async fn a_struct_that_is_updated(env: &mut Env) -> Item {
        let base = item(env.get(5).await);
        env.pause().await;
        let mut changed = Item { name: env.text("changed").await, ..base };
        changed.tags.push(env.text("tag").await);
        changed.id += env.get(1).await;
        changed
    }
}

twice! {
    async fn raw_names_and_underscores(env: &mut Env) -> u32 {
        let r#type = env.get(1).await;
        let r#match = env.get(r#type).await;
        env.pause().await;
        let __value1 = 3;
        env.pause().await;
        r#type + r#match + __value1
    }
}

twice! {
    async fn moved_in_nested_loops(env: &mut Env) -> String {
        let mut text = env.text("a").await;
        let mut all = Vec::new();
        'outer: loop {
            let mut round = 0;
            loop {
                round += 1;
                env.pause().await;
                if all.len() == 3 {
                    let last = text;
                    env.pause().await;
                    break 'outer last + "!";
                }
                if round == 2 {
                    all.push(text);
                    text = env.text(&format!("b{}", all.len())).await;
                    continue 'outer;
                }
                text.push('.');
            }
        }
    }
}

twice! {
    (env; vec![String::from("a"), String::from("b")])
    async fn an_owned_parameter_moved_in_a_loop(env: &mut Env, names: Vec<String>) -> usize {
        let mut names: Vec<String> = names;
        let mut tries = 0;
        let kept = loop {
            tries += 1;
            if !env.flag(tries < 3).await {
                let kept = names;
                env.pause().await;
                break kept;
            }
            names.push(env.text("more").await);
        };
        env.pause().await;
        kept.len()
    }
}

twice! {
    async fn moved_in_a_loop_and_there_behind_it(env: &mut Env) -> (u32, usize) {
        let mut batch = Vec::new();
        let mut sum = 0;
        while env.flag(batch.len() < 3 && sum < 10).await {
            let Some(n) = env.next().await else {
                env.pause().await;
                break;
            };
            batch.push(n);
            if n == 2 {
                let full = batch;
                sum += env.get(full.iter().sum()).await;
                batch = vec![sum];
                continue;
            }
            env.pause().await;
        }
        env.pause().await;
        (sum, batch.len())
    }
}
