// --show --seed 4 --max-size 6 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, items: Vec<u32>) -> u32 {
        let x1;
        if env.flag(mix(env.step(1).await, env.step(8).await)).await {
            x1 = clip(format!("{}{items:?}", 8));
        } else {
            x1 = env.text(env.step(env.next()).await).await;
        }
        9
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, items: Vec<u32>) -> u32 {
        let x1;
        if env.flag(mix(env.step(1).await, env.step(8).await)).await {
            x1 = clip(format!("{}{items:?}", 8));
        } else {
            x1 = env.text(env.step(env.next()).await).await;
        }
        9
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.numbers, &mut world.out, vec![3, 1, 2]).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with(vec![3, 1, 2]))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart(vec![3, 1, 2]);
            }
            let returned = annotated::subject(pending, &world.env, &world.numbers, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
