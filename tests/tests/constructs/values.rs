//! Locals: their slots, when they are initialised, shadowed, changed, dropped.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::borrow::Cow;
use std::collections::HashMap;

use tests::env::Env;
use tests::twice;
use tests::values::{Item, item, length};

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
    async fn lengths_that_are_known_in_the_body_only(env: &mut Env) -> usize {
        const LENGTH: usize = 2;
        let written: [u32; LENGTH] = [env.get(3).await; LENGTH];
        let inferred: [u32; _] = [1, 2, 3];
        env.pause().await;
        written.len() + inferred.len()
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
    async fn a_type_without_its_lifetime(env: &mut Env) -> usize {
        let one: Cow<str> = Cow::from("abc");
        env.pause().await;
        let two: Cow<str> = "de".into();
        env.pause().await;
        one.len() + two.len()
    }
}
