//! What is moved: whole or in parts, in one branch or each round, and assigned again.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;
use tests::values::{Frame, Item, item, length};

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

twice! {
    async fn moved_in_the_last_round_and_borrowed_before(env: &mut Env) -> u32 {
        let title = env.text("abc").await;
        let view = &title[..2];
        let rest = &view[1..];
        let mut n = 0;
        loop {
            n += env.get(view.len() as u32).await;
            if n > 3 {
                env.note(title);
                env.pause().await;
                break;
            }
            env.note(rest.len());
            env.pause().await;
        }
        n
    }
}

twice! {
    async fn moved_in_a_for_and_borrowed_before(env: &mut Env) -> u32 {
        let title = env.text("abc").await;
        let (first, rest) = title.split_at(1);
        let mut sum = 0;
        for n in 0..4 {
            sum += env.get(n + first.len() as u32).await;
            if sum > 3 {
                env.note(title);
                env.pause().await;
                break;
            }
            env.note(rest.len());
            if sum == 2 {
                continue;
            }
            env.pause().await;
        }
        sum
    }
}

twice! {
    async fn assigned_in_parts(env: &mut Env) -> String {
        let (mut a, mut b) = (env.text("a").await, env.text("b").await);
        (a, b) = match (a, b) {
            (first, second) => {
                env.pause().await;
                (second, first)
            }
        };
        let (mut counts, last);
        counts = [0; 2];
        [counts[0], _] = [env.get(1).await, env.get(2).await];
        (counts[1], .., last) = (env.get(3).await, 1, env.get(4).await);
        env.pause().await;
        format!("{a}{b}{}{last}", counts[0] + counts[1])
    }
}

enum Phase {
    Greeting(String),
    Done,
}

twice! {
    async fn a_state_that_is_taken_and_set_on_each_way(env: &mut Env) -> u32 {
        let mut phase = Phase::Greeting("a".into());
        let mut count = 0;
        loop {
            match phase {
                Phase::Greeting(text) => {
                    env.text(&text).await;
                    count += 1;
                    if count > 2 {
                        phase = Phase::Done
                    } else {
                        phase = Phase::Greeting(text + "y")
                    }
                }
                Phase::Done => return count,
            }
        }
    }
}

twice! {
    async fn a_state_that_is_set_before_it_goes_on(env: &mut Env) -> u32 {
        let mut phase = Phase::Greeting("a".into());
        let mut count = 0;
        while count < 5 {
            match phase {
                Phase::Greeting(text) => {
                    env.text(&text).await;
                    count += 1;
                    if count > 2 {
                        phase = Phase::Done;
                        continue;
                    }
                    phase = Phase::Greeting(text + "y");
                }
                Phase::Done => return count,
            }
        }
        count
    }
}

twice! {
    async fn a_buffer_that_is_given_back_on_each_way(env: &mut Env) -> usize {
        let mut buffer = vec![1u32];
        let mut count = 0;
        while count < 6 {
            let sent = buffer;
            count += 1;
            env.get(sent.len() as u32).await;
            if count == 3 {
                buffer = vec![];
                continue;
            }
            buffer = sent;
            buffer.push(count);
        }
        buffer.len()
    }
}

twice! {
    async fn assigned_or_not(env: &mut Env) -> String {
        let mut text = env.text("a").await;
        let n = 'chosen: {
            if text.len() == 1 {
                break 'chosen 1;
            }
            text = String::new();
            2
        };
        let n = env.get(n).await;
        if n > 3 {
            text = String::from("x");
        } else if n > 2 {
            return text;
        }
        env.pause().await;
        match n {
            0 => text = String::new(),
            1 => {
                for _ in 0..n {
                    text = format!("{text}!");
                }
            }
            _ => panic!(),
        }
        env.pause().await;
        let is_more = n > 5 && {
            text = String::from("n");
            true
        };
        env.note(is_more);
        env.pause().await;
        while n > 7 {
            text = String::from("w");
        }
        env.pause().await;
        text
    }
}

twice! {
    (env; true)
    async fn a_parameter_that_is_read_beside_a_closure(env: &mut Env, flag: bool) -> u32 {
        let sum = |n: u32| n + 1;
        if flag {
            env.note("flag");
        }
        let mut n = 0;
        loop {
            if sum(n) > 2 {
                return env.get(n).await;
            }
            n += env.get(1).await;
        }
    }
}

// What is left of a value that a part was moved out of is not saved: where no await needs it, and where
// nothing is missing.

twice! {
    async fn a_part_is_put_in_again(env: &mut Env) -> String {
        let mut one = item(env.get(1).await);
        let name = one.name;
        env.note(&name);
        one.name = name + "!";
        env.pause().await;
        for n in 0..2u32 {
            let tags = std::mem::take(&mut one.tags);
            one.tags = tags;
            let id = one.id + n;
            env.get(id).await;
            let name = one.name;
            one.name = format!("{name}{n}");
        }
        env.pause().await;
        one.name
    }
}

twice! {
    async fn a_part_leaves_with_the_function(env: &mut Env) -> String {
        let one = item(env.get(3).await);
        if env.flag(false).await {
            return one.name;
        }
        let number = match env.find(5).await {
            Some(5) => one.id,
            Some(_) => return one.name,
            None => panic!("{}", one.name),
        };
        let Some(n) = env.find(number).await else { return one.name };
        env.pause().await;
        format!("{} {n}", one.name)
    }
}

twice! {
    async fn a_part_leaves_with_the_round(env: &mut Env) -> Vec<String> {
        let mut bad = Vec::new();
        while let Some(n) = env.next().await {
            let one = item(n);
            if n % 2 == 0 {
                bad.push(one.name);
                continue;
            }
            env.pause().await;
            let _ = one.tags;
            env.get(one.id).await;
            if n > 2 {
                bad.push(one.name);
                break;
            }
            env.pause().await;
            bad.extend(one.tags);
        }
        bad
    }
}

twice! {
    #[allow(unused_variables)]
    async fn parts_that_nobody_uses(env: &mut Env) -> u32 {
        let one = (env.find(2).await, (3, 4), item(5), Some(String::new()));
        let Some(n) = one.0 else { return 0 };
        let (a, b) = one.1;
        env.pause().await;
        if let Some(m) = one.0 {
            env.pause().await;
        }
        match one.0 {
            Some(m) => env.get(one.2.id + b).await,
            None => 0,
        }
    }
}

twice! {
    async fn parts_that_are_copies(env: &mut Env) -> u32 {
        let one = item(env.get(3).await);
        let pair = (one.id, Some(4), one);
        let Some(four) = pair.1 else { return 0 };
        let id = pair.0;
        env.get(id + four).await;
        match pair.1 {
            Some(n) => env.get(n).await,
            None => 0,
        };
        let like = Item { name: String::new(), tags: Vec::new(), ..pair.2 };
        env.get(like.id).await;
        match pair.2.name {
            ref name if name.is_empty() => env.get(1).await,
            _ => env.get(pair.2.tags.len() as u32).await,
        }
    }
}

twice! {
    async fn taken_apart_before(env: &mut Env) -> String {
        let one = item(env.get(3).await);
        let Item { id, name, .. } = one;
        env.get(id).await;
        let whole = (name, Frame::Pair { left: id, right: Some(2) });
        env.pause().await;
        if let Frame::Pair { left, right } = whole.1 {
            env.get(left + right.unwrap_or(0)).await;
        }
        env.pause().await;
        whole.0
    }
}
