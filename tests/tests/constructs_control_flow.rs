//! Control flow with awaits in it: blocks, conditions, jumps out of them.

use tests::env::Env;
use tests::twice;

twice! {
    async fn two(env: &mut Env) -> u32 {
        env.get(1).await + env.get(2).await
    }
}
twice! {
    async fn three(env: &mut Env) -> u32 {
        if env.flag(true).await { 1 } else { 2 }
    }
}
twice! {
    async fn four(env: &mut Env) -> u32 {
        let x = match env.find(2).await { Some(x) => x + 1, None => 4 };
        env.note(x);
        match env.find(0).await { Some(x) => env.note(x), None => env.note("none") };
        x
    }
}
twice! {
    (env, &[1, 2]; String::from("owned"))
    async fn more(env: &mut Env, lent: &[u32], owned: String) -> u32 {
        let a = env.get(lent[0]).await;
        env.note(&owned);
        let b = env.next().await;
        env.note(&owned);
        a + b.unwrap()
    }
}
