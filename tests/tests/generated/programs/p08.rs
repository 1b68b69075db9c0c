// --show --seed 8 --max-size 10 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> String {
        {
            env.log((start, String::from("l7")));
            let x1: Item = (Item { id: 8, name: String::from("l8") });
        }
        env.text(0).await
    }

    pub async fn helper1(env: &Env, numbers: &[u32]) -> u32 {
        let x1 = env.flag(env.step(env.step(6).await).await).await;
        let mut x2: bool = env.flag(env.step(env.step(4).await).await).await;
        env.list(env.item(9).await.id).await;
        ((4 + 9) % LIMIT)
    }

    pub async fn subject(env: &Env) -> Vec<u32> {

        let x2 = helper1(env, &[1, 2]).await;
        const LOCAL3: u32 = 3;
        env.log(LOCAL3);
        env.log(env.pair(env.step(0).await).await);
        if ((true && true) || true) {
            env.log(env.text(x2).await);
            {
                let mut turn4 = 0;
                loop {
                    turn4 += 1;
                    if turn4 > 3 {
                        break;
                    }
                    let x8 = env.attempt((if let Some(0 | 3) = Vec::from([env.step(6).await, x2]).first().copied() {
                        let apply5 = |value: u32| 9;
                        env.log(apply5(7));
                        env.log(apply5(0));
                        env.step(env.step(env.step(x2).await).await).await
                    } else {

                        let x7 = helper1(env, &[1, 2]).await;
                        helper1(env, &[1, 2]).await
                    })).await;
                }
            }
        } else if (helper1(env, &[1, 2]).await == env.step(x2).await) {

        }
        extend(env.list(x2).await, helper1(env, &[1, 2]).await)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> String {
        {
            env.log((start, String::from("l7")));
            let x1: Item = (Item { id: 8, name: String::from("l8") });
        }
        env.text(0).await
    }

    #[cancel_safe]
    pub async fn helper1(env: &Env, numbers: &[u32]) -> u32 {
        let x1 = env.flag(env.step(env.step(6).await).await).await;
        let mut x2: bool = env.flag(env.step(env.step(4).await).await).await;
        env.list(env.item(9).await.id).await;
        ((4 + 9) % LIMIT)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env) -> Vec<u32> {
        let mut inner1 = Checkpoint::new();
        let x2 = helper1(&mut inner1, env, &[1, 2]).await;
        const LOCAL3: u32 = 3;
        env.log(LOCAL3);
        env.log(env.pair(env.step(0).await).await);
        if ((true && true) || true) {
            env.log(env.text(x2).await);
            {
                let mut turn4 = 0;
                loop {
                    turn4 += 1;
                    if turn4 > 3 {
                        break;
                    }
                    let x8 = env.attempt((if let Some(0 | 3) = Vec::from([env.step(6).await, x2]).first().copied() {
                        let apply5 = |value: u32| 9;
                        env.log(apply5(7));
                        env.log(apply5(0));
                        env.step(env.step(env.step(x2).await).await).await
                    } else {
                        let mut inner6 = Checkpoint::new();
                        let x7 = helper1(&mut inner6, env, &[1, 2]).await;
                        helper1(_, env, &[1, 2]).await
                    })).await;
                }
            }
        } else if (helper1(_, env, &[1, 2]).await == env.step(x2).await) {

        }
        extend(env.list(x2).await, helper1(_, env, &[1, 2]).await)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with(()))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
