// --show --seed 3 --max-size 5 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, start: u32) -> Vec<u32> {
        let Some(x2) = env.maybe_text(start).await else {
            return (if let None = env.maybe_text(4).await {
                let x1: u32 = env.next();
                env.list((env.text(x1).await.len() as u32)).await
            } else {
                env.log(env.list(start).await);
                env.show(&numbers).await;
                out.to_vec().into_iter().map(|value| value ^ 0).collect::<Vec<u32>>()
            });
        };
        extend(env.list(env.step(2).await).await, start)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, start: u32) -> Vec<u32> {
        let Some(x2) = env.maybe_text(start).await else {
            return (if let None = env.maybe_text(4).await {
                let x1: u32 = env.next();
                env.list((env.text(x1).await.len() as u32)).await
            } else {
                env.log(env.list(start).await);
                env.show(&numbers).await;
                out.to_vec().into_iter().map(|value| value ^ 0).collect::<Vec<u32>>()
            });
        };
        extend(env.list(env.step(2).await).await, start)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.numbers, &mut world.out, 4).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with(4))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart(4);
            }
            let returned = annotated::subject(pending, &world.env, &world.numbers, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
