//! Awaits inside of expressions: the order of evaluation is Rust's.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::fmt::Write as _;

use tests::env::{Env, Failed};
use tests::twice;

#[derive(Clone, Debug, Default, PartialEq)]
struct Point {
    x: u32,
    y: u32,
    name: String,
}

fn three(a: u32, b: u32, c: u32) -> u32 {
    a * 100 + b * 10 + c
}

twice! {
    async fn arguments(env: &mut Env) -> u32 {
        three(env.get(1).await, env.get(2).await, env.get(3).await)
    }
}

twice! {
    async fn arguments_with_effects_between(env: &mut Env) -> u32 {
        let a = three(env.count(), env.get(2).await, env.count());
        let b = three(env.get(4).await, env.count(), env.get(5).await);
        a + b
    }
}

twice! {
    async fn an_argument_that_changes_later(env: &mut Env) -> u32 {
        let mut n = 1;
        let sum = three(n, { n += 1; env.get(n).await }, n);
        n += three({ n += 3; n }, n, env.get(1).await);
        sum * 1000 + n
    }
}

twice! {
    async fn nested_calls(env: &mut Env) -> u32 {
        let first = three(1, three(env.get(0).await, 1, env.get(2).await), 3);
        let second = env.get(env.get(env.get(1).await + 1).await + 1).await;
        first + second
    }
}

twice! {
    async fn method_arguments(env: &mut Env) -> String {
        let mut out = String::new();
        out.push_str(&env.text("a").await);
        out.insert(env.get(0).await as usize, 'b');
        out.extend([env.text("c").await, env.text("d").await]);
        let numbers = env.list(3).await;
        out += &numbers.get(env.get(1).await as usize).copied().unwrap_or(9).to_string();
        out
    }
}

twice! {
    async fn method_chains(env: &mut Env) -> Result<u32, Failed> {
        let a = env.attempt(2).await?.pow(2).min(env.attempt(3).await?);
        let b = env.text("abc").await.to_uppercase().replace('B', &env.text("x").await).len();
        let c = env.list(4).await.into_iter().skip(env.get(1).await as usize).sum::<u32>();
        let d = env.find(env.attempt(5).await?).await.ok_or(Failed)?.count_ones();
        Ok(a + b as u32 + c + d)
    }
}

twice! {
    async fn operators(env: &mut Env) -> u32 {
        let a = env.get(7).await + env.get(2).await * env.get(3).await - env.get(1).await;
        let b = (env.get(1).await + 2) << env.get(3).await;
        let c = !env.get(0).await & 0xff ^ env.get(5).await;
        a + b + c
    }
}

twice! {
    async fn operators_with_effects(env: &mut Env) -> u32 {
        env.count() * 100 + env.get(1).await + env.count() * 10 + env.get(2).await + env.count()
    }
}

twice! {
    async fn comparisons(env: &mut Env) -> Vec<bool> {
        let a = env.get(1).await < env.get(2).await;
        let b = env.text("x").await == env.text("y").await;
        let c = env.count() >= env.get(1).await;
        vec![a, b, c, env.get(1).await != env.count()]
    }
}

twice! {
    async fn short_circuits(env: &mut Env) -> Vec<bool> {
        let a = env.flag(true).await && env.flag(false).await;
        let b = env.flag(false).await && env.flag(true).await;
        let c = env.flag(true).await || env.flag(false).await;
        let d = env.flag(false).await || env.flag(true).await && env.count() == 1;
        let e = env.count() == 0 && env.flag(true).await || env.flag(true).await;
        let f = !(env.flag(true).await && (env.count() == 1 || env.flag(true).await));
        vec![a, b, c, d, e, f]
    }
}

twice! {
    async fn conditions(env: &mut Env) -> u32 {
        let n = env.get(1).await;
        if n == 1 && env.flag(true).await || env.flag(false).await {
            env.note("yes");
        }
        while n == 1 && env.count() < 3 && env.flag(true).await {
            env.note("round");
        }
        if env.flag(false).await || n == 2 { 1 } else { 2 }
    }
}

twice! {
    async fn compound_assignment(env: &mut Env) -> (u32, String) {
        let mut n = env.get(1).await;
        n += env.get(2).await;
        n *= env.get(3).await + 1;
        n -= n / env.get(2).await;
        n <<= env.get(1).await;
        let mut text = env.text("a").await;
        text += &env.text("b").await;
        (n, text)
    }
}

twice! {
    async fn assignment(env: &mut Env) -> u32 {
        let mut a = 0;
        let mut b;
        a = env.get(1).await + a;
        b = env.get(2).await;
        env.note(b);
        b = a + b + env.get(3).await;
        (a, b) = (b, env.get(4).await);
        [a, _] = [a + b, env.get(5).await];
        a * 10 + b
    }
}

twice! {
    async fn assignment_to_places(env: &mut Env) -> (Point, Vec<u32>) {
        let mut point = Point::default();
        point.x = env.get(1).await;
        point.y += env.get(2).await + point.x;
        point.name = env.text("p").await;
        let mut numbers = vec![0; 3];
        numbers[0] = env.get(4).await;
        numbers[env.get(1).await as usize] = 5;
        numbers[env.get(2).await as usize] += env.get(6).await;
        let last = &mut numbers[2];
        *last += env.get(7).await;
        (point, numbers)
    }
}

twice! {
    async fn struct_literals(env: &mut Env) -> Vec<Point> {
        let a = Point { x: env.get(1).await, y: env.get(2).await, name: env.text("a").await };
        let x = env.get(3).await;
        let b = Point { name: env.text("b").await, x, y: env.count() };
        let c = Point { y: env.get(4).await, ..b.clone() };
        let d = Point { x: env.count(), y: env.get(5).await, ..Default::default() };
        vec![a, b, c, d]
    }
}

twice! {
    async fn tuples_and_arrays(env: &mut Env) -> (u32, [u32; 3], Vec<u32>, [u32; 2]) {
        let tuple = (env.get(1).await, env.count(), env.get(2).await);
        let array = [env.get(3).await, tuple.0, env.count()];
        (tuple.2, array, vec![env.get(4).await, env.get(5).await], [env.get(6).await; 2])
    }
}

twice! {
    async fn indexing(env: &mut Env) -> u32 {
        let numbers = env.list(4).await;
        let a = numbers[env.get(1).await as usize];
        let b = env.list(3).await[2];
        let c = env.list(3).await[env.get(0).await as usize];
        let d = numbers[env.get(1).await as usize..].len() as u32;
        let e = numbers[1..][env.get(1).await as usize];
        a + b * 10 + c * 100 + d * 1000 + e
    }
}

twice! {
    async fn references(env: &mut Env) -> usize {
        fn length(text: &str) -> usize {
            text.len()
        }
        let a = length(&env.text("one").await);
        let b = length(&format!("{}{}", env.text("x").await, env.count()));
        let c = length(&*env.text("three").await) + length(env.text("four").await.as_str());
        let d = (&env.list(2).await).len();
        let e = (&mut env.list(3).await).pop().unwrap() as usize;
        a + b + c + d + e
    }
}

twice! {
    async fn casts_and_fields(env: &mut Env) -> u64 {
        let a = env.get(1).await as u64 + env.get(2).await as u8 as u64;
        let b = (env.get(3).await, env.text("x").await).0 as u64;
        let c = Point { x: env.get(4).await, ..Point::default() }.x;
        a + b + u64::from(c) + (-(env.get(5).await as i64)).unsigned_abs() + (env.get(6).await as u64)
    }
}

twice! {
    async fn ranges(env: &mut Env) -> u32 {
        let range = env.get(1).await..env.get(4).await;
        let mut sum = range.sum::<u32>();
        for n in env.get(1).await..=env.get(2).await {
            sum += env.get(n).await;
        }
        sum + (0..).nth(env.get(3).await as usize).unwrap()
    }
}

twice! {
    async fn macros(env: &mut Env) -> String {
        let a = format!("{}-{}", env.get(1).await, env.text("x").await);
        let b = vec![env.text("b").await, a.clone()];
        assert_eq!(env.get(2).await, 2, "the {} message", 1);
        assert!(env.flag(true).await);
        let mut out = env.text("w").await;
        write!(out, "{}{:?}", env.get(3).await, b).unwrap();
        let c = matches!(env.find(3).await, Some(3));
        println!("{}", env.get(4).await);
        format!("{out}{c}{named}{}", env.get(5).await, named = env.get(6).await)
    }
}

twice! {
    async fn constructors(env: &mut Env) -> Option<Result<Box<u32>, Failed>> {
        let a = Some(env.get(1).await);
        let b = Box::new(env.attempt(2).await.map(|n| n + a.unwrap_or(0)));
        let c = Ok(Box::new((*b).ok()? + env.get(3).await));
        let wrapped = std::iter::once(Some(c)).chain([None; 0]);
        { wrapped }.next().unwrap_or(env.attempt(4).await.ok().map(Box::new).map(Ok))
    }
}

twice! {
    async fn question_marks_inside(env: &mut Env) -> Result<u32, Failed> {
        let a = three(env.attempt(1).await?, env.count(), env.attempt(2).await?);
        let b = [env.attempt(3).await?, env.attempt(4).await?];
        let c = env.attempt(b[0]).await? + env.attempt(b[1]).await? * env.attempt(0).await?;
        Ok(a + c)
    }
}

twice! {
    async fn returns_and_breaks(env: &mut Env) -> u32 {
        let n = loop {
            break three(1, env.get(2).await, env.get(3).await);
        };
        if n == 123 {
            return n + env.get(4).await;
        }
        0
    }
}

twice! {
    async fn diverging_operands(env: &mut Env) -> u32 {
        let mut rounds = 0;
        loop {
            rounds += 1;
            let n = env.get(rounds).await + if rounds < 3 { continue } else { env.get(10).await };
            env.note(n);
            break n + three(1, if n > 100 { return 0 } else { env.get(2).await }, 3);
        }
    }
}

twice! {
    async fn blocks_in_expressions(env: &mut Env) -> u32 {
        let a = { env.note("left"); env.get(1).await } + { env.note("right"); env.get(2).await };
        let b = three({ let x = env.get(3).await; env.pause().await; x + 1 }, env.count(), {
            let y = env.count();
            env.get(y).await + y
        });
        a + b
    }
}

twice! {
    async fn unsafe_blocks(env: &mut Env) -> u32 {
        let text = env.text("abc").await;
        let a = unsafe {
            let b = text.get_unchecked(1..2).to_owned();
            env.text(&b).await;
            b.len() as u32
        };
        a + unsafe { env.get(text.get_unchecked(..).len() as u32).await }
    }
}

/// What begins with an await is a fragment, which the compiler looks through.
macro_rules! fragments {
    ($env:ident, $one:expr) => {
        twice! {
            async fn fragments_of_a_macro($env: &mut Env) -> u32 {
                let less = { $one - 1 };
                let method = { $one.pow(2) };
                let cast = { $one as u8 };
                $one + less * 10 + method * 100 + u32::from(cast)
            }
        }
    };
}
fragments!(env, env.get(3).await);

twice! {
    #[allow(unused_parens)]
    async fn parentheses(env: &mut Env) -> u32 {
        let a = (env.get(1)).await;
        let b = ((env.get(2).await) + (env.get(3).await));
        (a + (b * (env.get(4).await)))
    }
}

twice! {
    async fn a_statement_that_starts_with_an_await(env: &mut Env) -> bool {
        env.list(2).await.iter().for_each(|n| env.note(n));
        env.get(1).await;
        env.find(1).await.map(|n| n + 1).unwrap();
        let _ = env.text("dropped").await;
        _ = env.text("dropped").await;
        env.get(1).await as u64 + 4 < 6
    }
}

twice! {
    async fn a_part_of_an_awaited_value_is_assigned(env: &mut Env) -> (u32, u32, u32) {
        let (mut a, mut list, mut pair) = (1, vec![1, 2, 3], (1, 2));
        let value = env.count();
        *std::future::ready(&mut a).await = value;
        *std::future::ready(&mut a).await += env.count();
        std::future::ready(&mut pair).await.1 = env.count();
        std::future::ready(&mut list).await[env.count() as usize - 3] = env.get(7).await;
        std::future::ready(&mut pair).await.1 += env.get(7).await;
        (*std::future::ready(&mut list).await).push(env.count());
        (a, pair.1, list[1] + list[3])
    }
}
