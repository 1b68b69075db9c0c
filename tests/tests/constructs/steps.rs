//! Items that are taken of an iterator that has a name: `let mut words = line.split(' ');`, `words.next()`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;

twice! {
    async fn words_in_a_row(env: &mut Env) -> usize {
        let line = env.text("set key value").await;
        let mut words = line.split(' ');
        let verb = words.next().unwrap_or("");
        let key = words.next();
        env.pause().await;
        let value = words.next();
        let none = words.next();
        env.pause().await;
        verb.len() * 100 + key.map_or(0, str::len) * 10 + value.map_or(0, |v| v.len()) + none.is_some() as usize
    }
}

twice! {
    async fn words_matched(env: &mut Env) -> usize {
        let line = env.text("set key value").await;
        let mut words = line.split_whitespace();
        match words.next() {
            Some("set") => {
                let Some(key) = words.next() else { return 1 };
                env.pause().await;
                let value = words.next().map(|word| word.trim());
                env.text(key).await.len() * 10 + value.map_or(0, str::len)
            }
            Some(other) => { env.pause().await; other.len() }
            None => 0,
        }
    }
}

twice! {
    async fn words_in_a_loop(env: &mut Env) -> usize {
        let line = env.text("a bc def g").await;
        let mut words = line.split(' ');
        let mut sum = 0;
        while let Some(word) = words.next() {
            env.pause().await;
            sum = sum * 10 + word.len();
            if word.len() == 2 {
                let Some(next) = words.next() else { break };
                env.pause().await;
                sum = sum * 10 + next.len();
            }
        }
        sum
    }
}

twice! {
    async fn two_at_once(env: &mut Env) -> usize {
        let line = env.text("set key value").await;
        let mut words = line.split(' ');
        match (words.next(), words.next()) {
            (Some("set"), Some(key)) => {
                env.pause().await;
                key.len()
            }
            (Some(other), _) => { env.pause().await; other.len() }
            _ => 0,
        }
    }
}

twice! {
    async fn chosen_or_returned(env: &mut Env) -> usize {
        let line = env.text("set").await;
        let mut words = line.split(' ');
        let verb = match words.next() { Some(verb) => verb, None => return 1 };
        env.pause().await;
        let key = match words.next() { Some(key) => key, None => return verb.len() };
        env.pause().await;
        key.len()
    }
}

twice! {
    async fn characters(env: &mut Env) -> usize {
        let line = env.text("xyz").await;
        let mut chars = line.chars();
        let first = chars.next();
        env.pause().await;
        let second = chars.next();
        env.pause().await;
        (first < second) as usize
    }
}

twice! {
    async fn items_of_a_list(env: &mut Env) -> u32 {
        let list = env.list(4).await;
        let mut numbers = list.iter();
        let mut sum = 0;
        loop {
            let Some(a) = numbers.next() else { break };
            env.pause().await;
            let b = numbers.next().copied().unwrap_or(7);
            env.pause().await;
            sum = sum * 100 + a * b;
        }
        sum
    }
}

twice! {
    async fn passed_on(env: &mut Env) -> usize {
        let line = env.text("a bc").await;
        let mut words = line.split(' ');
        let a = env.text(words.next().unwrap_or("none")).await;
        let b = env.text(words.next().unwrap_or("none")).await;
        let c = env.text(words.next().unwrap_or("none")).await;
        a.len() * 100 + b.len() * 10 + c.len()
    }
}

twice! {
    async fn headers(env: &mut Env) -> usize {
        let mut sum = 0;
        for line in ["a: bc", "none", "def: ghij"] {
            let line = env.text(line).await;
            let mut parts = line.splitn(2, ": ");
            let (Some(name), Some(value)) = (parts.next(), parts.next()) else { continue };
            env.pause().await;
            sum = sum * 100 + name.len() * 10 + value.len();
        }
        sum
    }
}

twice! {
    async fn shadowed_source(env: &mut Env) -> usize {
        let line = env.text("a bc def").await;
        let mut words = line.split(' ');
        let line = words.next();
        let words_2 = words.next();
        env.pause().await;
        let line = line.map_or(0, |l| l.len());
        env.pause().await;
        let last = words.next();
        env.pause().await;
        line * 100 + words_2.map_or(0, str::len) * 10 + last.map_or(0, str::len)
    }
}

twice! {
    async fn an_item_behind_a_loop(env: &mut Env) -> usize {
        let line = env.text("a bc def ghij klmno").await;
        let mut words = line.split(' ').filter(|word| word.len() != 2);
        let first = words.next().unwrap_or("");
        let mut sum = 0;
        while let Some(word) = words.next() {
            if word.len() > 4 { break }
            env.pause().await;
            let Some(word) = words.next() else { continue };
            sum += word.len();
            if sum > 10 { env.pause().await; }
        }
        env.pause().await;
        first.len() * 100 + sum
    }
}

twice! {
    async fn a_part_that_changes(env: &mut Env) -> usize {
        let line = env.text("a bc def").await;
        let mut start = 2;
        let mut words = line[start..].split(|c: char| c == ' ');
        start += 5;
        let first = words.next();
        env.pause().await;
        start += 1;
        let second = words.next().map(|word| &word[1..]);
        env.pause().await;
        first.map_or(0, str::len) * 100 + second.map_or(0, str::len) * 10 + start
    }
}

twice! {
    async fn numbers(env: &mut Env) -> usize {
        let line = env.text("1 2 x").await;
        let mut words = line.split(' ');
        let a: usize = words.next().and_then(|w| w.parse().ok()).unwrap_or(0);
        let b = words.next().and_then(|w| w.parse::<usize>().ok()).unwrap_or(0);
        env.pause().await;
        let c = words.next().and_then(|w| w.parse::<usize>().ok());
        env.pause().await;
        a * 10 + b + c.unwrap_or(500)
    }
}

twice! {
    async fn two_iterators(env: &mut Env) -> usize {
        let line = env.text("a bc def").await;
        let other = env.text("x;yyyy").await;
        let mut words = line.split(' ');
        let mut parts = other.split(';');
        let mut sum = 0;
        while let (Some(word), Some(part)) = (words.next(), parts.next()) {
            env.pause().await;
            sum = sum * 100 + word.len() * 10 + part.len();
        }
        env.pause().await;
        sum * 10 + words.next().map_or(0, str::len)
    }
}

twice! {
    async fn conditions(env: &mut Env) -> usize {
        let line = env.text("a bc def").await;
        let mut words = line.split(' ');
        if let Some(word) = words.next() && word.len() == 1 && let Some(next) = words.next() {
            env.pause().await;
            return word.len() + next.len() * 10;
        }
        0
    }
}

twice! {
    async fn matched_in_a_let(env: &mut Env) -> u32 {
        let line = env.text("get key other").await;
        let mut words = line.split(' ');
        let n = match words.next() {
            Some("get") => env.get(words.next().map_or(0, |w| w.len() as u32)).await,
            Some(_) => { let _skipped = words.next(); env.get(2).await }
            _ => 1,
        };
        let last = words.next();
        env.pause().await;
        n * 10 + last.map_or(0, |w| w.len() as u32)
    }
}

twice! {
    async fn or_an_error(env: &mut Env) -> Result<usize, String> {
        let line = env.text("get").await;
        let mut words = line.split(' ');
        let verb = words.next().ok_or("no verb")?;
        env.pause().await;
        let key = words.next().ok_or_else(|| format!("no key for {verb}"))?;
        env.pause().await;
        Ok(key.len())
    }
}

twice! {
    async fn owned_items(env: &mut Env) -> usize {
        let list = vec![env.text("a").await, env.text("bc").await];
        let mut names = list.iter().cloned();
        let first = names.next().unwrap_or_default();
        env.pause().await;
        match names.next() {
            Some(mut second) => { second.push('x'); env.pause().await; second.push_str(&first); env.pause().await; second.len() }
            None => 0,
        }
    }
}

twice! {
    (env, "x y zz")
    async fn of_a_parameter(env: &mut Env, line: &str) -> usize {
        let mut words = line.trim().split_whitespace().rev();
        let Some(last) = words.next() else { return 0 };
        env.pause().await;
        if let Some(word) = words.next() {
            env.pause().await;
            return last.len() * 10 + word.len();
        }
        1
    }
}

twice! {
    (env, "x\ny\nzz")
    async fn lines_of_a_parameter(env: &mut Env, text: &str) -> usize {
        let mut lines = text.lines();
        lines.next();
        env.pause().await;
        let mut sum = 0;
        while let Some(line) = lines.next() {
            if line.is_empty() { continue }
            env.pause().await;
            sum += line.len();
        }
        sum
    }
}

twice! {
    async fn the_rest_is_collected(env: &mut Env) -> usize {
        let line = env.text("cmd a bc def").await;
        let mut words = line.split(' ');
        let verb = words.next();
        let args: Vec<&str> = words.collect();
        env.pause().await;
        if let [first, rest @ ..] = &args[..] {
            env.pause().await;
            return verb.map_or(0, str::len) * 100 + first.len() * 10 + rest.len();
        }
        0
    }
}

twice! {
    async fn a_loop_over_the_rest(env: &mut Env) -> usize {
        let line = env.text("cmd a bc def").await;
        let mut words = line.split(' ');
        let Some(verb) = words.next() else { return 0 };
        let mut sum = verb.len();
        'words: for word in words {
            env.pause().await;
            for _ in 0..2 {
                if word.len() == 3 {
                    continue 'words;
                }
                env.pause().await;
                sum = sum * 10 + word.len();
            }
        }
        sum
    }
}

twice! {
    async fn a_loop_over_the_rest_by_a_pattern(env: &mut Env) -> u32 {
        let numbers = env.list(4).await;
        let mut rest = numbers.iter().enumerate();
        rest.next();
        let mut sum = 0;
        for (index, number) in rest {
            env.pause().await;
            sum = sum * 10 + number * index as u32;
        }
        sum
    }
}

twice! {
    async fn the_rest_in_a_text(env: &mut Env) -> usize {
        let line = env.text("cmd a bc def").await;
        let mut words = line.split(' ');
        let verb = words.next();
        env.pause().await;
        let rest = words.collect::<Vec<_>>().join("-");
        env.pause().await;
        verb.map_or(0, str::len) * 100 + rest.len()
    }
}

twice! {
    async fn collected_in_a_branch(env: &mut Env) -> usize {
        let mut sum = 0;
        for text in ["a bc def", "x y", "bc", "bc d e"] {
            let line = env.text(text).await;
            let mut words = line.split(' ');
            let Some(word) = words.next() else { break };
            if word.len() == 2 {
                env.pause().await;
                let rest: Vec<&str> = words.collect();
                env.pause().await;
                sum += rest.len() * 10 + word.len();
                if sum > 500 { return sum; }
            } else {
                env.pause().await;
                sum += words.next().map_or(0, str::len);
            }
            sum += 100 * word.len();
            env.pause().await;
        }
        env.pause().await;
        sum
    }
}
twice! {
    async fn looped_in_a_branch(env: &mut Env) -> usize {
        let mut sum = 0;
        for text in ["x a bc", "y def ghij", ""] {
            let line = env.text(text).await;
            let mut words = line.split(' ').map(|w| w.trim());
            match words.next() {
                Some("x") => {
                    for word in words {
                        env.pause().await;
                        sum = sum * 10 + word.len();
                    }
                }
                Some(other) => {
                    let (a, b) = (words.next(), words.next());
                    env.pause().await;
                    sum += other.len() + a.map_or(7, str::len) + b.map_or(9, |b| b.len());
                    if let Some(a) = a { env.text(a).await; }
                }
                None => {}
            }
        }
        sum
    }
}
twice! {
    async fn nested_iterators(env: &mut Env) -> usize {
        let text = env.text("a=1;b=2;;c").await;
        let mut pairs = text.split(';');
        let mut sum = 0;
        while let Some(pair) = pairs.next() {
            let mut parts = pair.split('=');
            let Some(key) = parts.next() else { continue };
            env.pause().await;
            let Some(value) = parts.next() else { sum += 1000; continue };
            env.text(value).await;
            sum += key.len() * 10 + value.len();
        }
        sum
    }
}
twice! {
    async fn skipped_words(env: &mut Env) -> usize {
        let line = env.text("a bc def ghij").await;
        let mut words = line.split(' ');
        words.next();
        let _ = words.next();
        env.pause().await;
        if words.next().is_some() { env.pause().await; }
        let last = words.next();
        env.pause().await;
        last.map_or(0, str::len)
    }
}
twice! {
    async fn chars_one_by_one(env: &mut Env) -> u32 {
        let line = env.text("12+3").await;
        let mut chars = line.chars();
        let mut sum = 0;
        while let Some(c) = chars.next() {
            match c {
                '+' => { env.pause().await; let next = chars.next(); env.pause().await; sum += next.and_then(|c| c.to_digit(10)).unwrap_or(0); }
                c => { env.pause().await; sum = sum * 10 + c.to_digit(10).unwrap_or(0); }
            }
        }
        sum
    }
}

twice! {
    async fn maps(env: &mut Env) -> usize {
        let mut map: std::collections::BTreeMap<String, Vec<u32>> = std::collections::BTreeMap::new();
        map.insert(env.text("a").await, env.list(2).await);
        map.insert(env.text("bc").await, env.list(3).await);
        let mut keys = map.keys();
        let mut values = map.values();
        let mut sum = 0;
        while let Some(key) = keys.next() {
            env.pause().await;
            let Some(list) = values.next() else { break };
            env.pause().await;
            sum = sum * 100 + key.len() * 10 + list.len();
        }
        sum
    }
}

twice! {
    async fn in_a_block(env: &mut Env) -> usize {
        let line = env.text("a bc def").await;
        let first = {
            let mut words = line.split(' ');
            words.next();
            words.next().map_or(0, str::len)
        };
        let second = { let mut words = line.split(' '); words.next(); words.next().unwrap_or("").to_owned() };
        env.pause().await;
        first * 10 + second.len()
    }
}
