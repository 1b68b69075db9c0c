//! What generated programs have found, each as small as it could be made.

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
