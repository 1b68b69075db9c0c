// --show --seed 5 --max-size 7 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env) -> String {
        let Some(x3) = (match ((((env.step(0).await + env.step(3).await) % LIMIT) + 5) % LIMIT) {
            y1 @ 6..=10 if true => env.maybe((if env.flag((y1 ^ y1)).await {
                _ = env.shape((if env.flag(env.step(env.step(y1).await).await).await {
                    _ = env.step(env.step(9).await).await;
                    let mut x2 = env.flag(env.step(env.step(env.step(y1).await).await).await).await;
                    1
                } else if false {
                    (Item { id: y1, name: String::from("l5") }).id
                } else {
                    env.step(7).await
                })).await;
                y1
            } else if env.flag(env.step(y1).await).await {
                y1
            } else if env.flag(env.step(9).await).await {
                env.step(env.next()).await
            } else {
                env.next()
            })).await,
            _ => Some(1),
        }) else {
            return env.text(env.step(1).await).await;
        };
        env.text(x3).await
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env) -> String {
        let Some(x3) = (match ((((env.step(0).await + env.step(3).await) % LIMIT) + 5) % LIMIT) {
            y1 @ 6..=10 if true => env.maybe((if env.flag((y1 ^ y1)).await {
                _ = env.shape((if env.flag(env.step(env.step(y1).await).await).await {
                    _ = env.step(env.step(9).await).await;
                    let mut x2 = env.flag(env.step(env.step(env.step(y1).await).await).await).await;
                    1
                } else if false {
                    (Item { id: y1, name: String::from("l5") }).id
                } else {
                    env.step(7).await
                })).await;
                y1
            } else if env.flag(env.step(y1).await).await {
                y1
            } else if env.flag(env.step(9).await).await {
                env.step(env.next()).await
            } else {
                env.next()
            })).await,
            _ => Some(1),
        }) else {
            return env.text(env.step(1).await).await;
        };
        env.text(x3).await
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
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
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
