//! `for` over arrays that nothing names: `for port in &[80, 443] { .. }`.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use tests::env::Env;
use tests::twice;

twice! {
    async fn for_over_a_borrowed_array(env: &mut Env) -> usize {
        let mut sum = 0;
        for x in &[1, 2, 3] { sum += env.get(*x).await; }
        sum as usize
    }
}

twice! {
    async fn for_over_an_array_of_strings(env: &mut Env) -> usize {
        let mut sum = 0;
        for x in ["a", "bb"].iter() { sum += env.text(x).await.len(); sum += x.len(); }
        sum as usize
    }
}

twice! {
    async fn for_over_adapted_items_of_an_array(env: &mut Env) -> usize {
        let mut sum = 0;
        for x in ["a", "bb"].iter().enumerate().rev() { sum += env.text(x.1).await.len(); sum += x.1.len() + x.0; }
        sum as usize
    }
}

twice! {
    async fn for_over_an_array_of_a_local(env: &mut Env) -> usize {
        let mut sum = 4;
        for x in &[sum, 3] { sum += env.get(*x).await; sum += x; }
        sum as usize
    }
}

twice! {
    async fn for_over_an_array_of_borrows(env: &mut Env) -> usize {
        let a = env.list(3).await;
        let b = env.list(2).await;
        let mut sum = 0;
        for x in &[&a, &b] { sum += env.get(x[0]).await as usize; sum += x.len(); }
        sum as usize
    }
}

twice! {
    async fn for_over_an_array_of_pairs(env: &mut Env) -> usize {
        let mut sum = 0;
        for &(n, k) in &[("a", 1), ("b", 2)] { sum += env.text(n).await.len(); sum += env.get(k).await as usize + n.len(); }
        sum as usize
    }
}

twice! {
    async fn for_over_an_array_of_moved_values(env: &mut Env) -> usize {
        let a = env.text("q").await;
        let mut sum = 0;
        for x in [a.clone(), a].iter() { sum += env.text(x).await.len(); sum += x.len(); }
        sum as usize
    }
}

twice! {
    async fn for_over_an_array_that_changes(env: &mut Env) -> usize {
        let mut sum = 0;
        for x in &mut [1, 2] { *x += env.get(4).await; sum += *x; *x += 1; env.pause().await; sum += *x; }
        for x in [1, 2].iter_mut() { *x += env.get(4).await; sum += *x; *x += 1; env.pause().await; sum += *x; }
        sum as usize
    }
}

twice! {
    async fn for_over_nested_and_repeated_arrays(env: &mut Env) -> usize {
        let mut sum = 0;
        for x in &[[1, 2], [3, 4]] { for y in x { sum += env.get(*y).await; } }
        for x in &[0u32; 3] { sum += env.get(*x).await; }
        for x in [1u32, 2, 3].chunks(2) { sum += env.get(x[0]).await; }
        sum as usize
    }
}

twice! {
    async fn for_over_computed_elements(env: &mut Env) -> usize {
        let mut sum = 0;
        for x in &[1 + 2, 3 * 4, 7] { sum += env.get(*x as u32 % 5).await; sum += *x as u32 % 5; }
        for x in &[Some(1), None] { sum += env.get(4).await; sum += x.unwrap_or(3); }
        for x in [u32::MAX, 3].iter() { sum += env.get(4).await; sum += x % 7; }
        for x in [String::from("a"), format!("b")].iter() { sum += env.get(4).await; sum += x.len() as u32; }
        sum as usize
    }
}
