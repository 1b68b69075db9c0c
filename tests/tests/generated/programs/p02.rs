// --show --seed 2 --max-size 4 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, out: &mut Vec<u32>, items: Vec<u32>) -> u32 {
        env.text([3, env.next(), 1][(2 % 3) as usize]).await;
        #[cfg(all())]
        env.step(3).await;
        #[cfg(any())]
        env.step(4).await;
        let _ = env.list(7).await;
        env.show(&out).await;
        (out.len() as u32)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, items: Vec<u32>) -> u32 {
        env.text([3, env.next(), 1][(2 % 3) as usize]).await;
        #[cfg(all())]
        env.step(3).await;
        #[cfg(any())]
        env.step(4).await;
        let _ = env.list(7).await;
        env.show(&out).await;
        (out.len() as u32)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &mut world.out, vec![3, 1, 2]).await;
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
            let returned = annotated::subject(pending, &world.env, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
