#![allow(unused)]
use cancel_safe::*;
struct Env;
struct Item {
    id: u32,
    name: String,
}
impl Env {
    fn next(&self) -> u32 {
        3
    }
    #[cancel_safe(stateless)]
    async fn step(&self, n: u32) -> u32 {
        n
    }
    #[cancel_safe(stateless)]
    async fn text(&self, n: u32) -> Option<String> {
        None
    }
}
#[cancel_safe]
async fn f(env: &Env, items: Vec<u32>, start: u32) {
    if env.step(2).await == 3 {
        loop {
            if start > 3 {
                break;
            }
            env.step(8).await;
        }
        env.next();
    }
    'l17: while env.next() < 3 {
        if env.next() < 2 {
            env.step(3).await;
        } else {
            let x24 = items.first().copied().unwrap_or(8);
        }
    }
}
