// --show --seed 11 --max-size 13 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env) -> Result<String, Fault> {
        if let Some(y1 @ 4..=9) = Some(5) {
            env.log((Item { id: y1, name: env.text(y1).await }));
            _ = env.list(env.attempt(9).await?).await;
        } else {
            if let Some(y2) = env.maybe(env.item(2).await.id).await {
                let (x3, mut x4) = env.pair((env.item(y2).await.name.len() as u32)).await;
            }
            env.log(env.maybe(env.step(0).await).await);
            let mut x5 = (env.attempt(env.step(8).await).await?, env.text(env.step(env.step(6).await).await).await);
        }
        let mut x6 = env.shape(env.step(8).await).await;
        for y7 in vec![2, 6].into_iter().map(|value| value ^ 1).collect::<Vec<u32>>() {
            #[allow(unused_must_use)]
            env.step(y7).await;
            let mut x8 = env.attempt((env.text(y7).await.len() as u32)).await?;
            let view9 = &y7;
            let (x10, x11) = env.pair(y7).await;
        }
        Ok(env.text(env.attempt(0).await?).await)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env) -> Result<String, Fault> {
        if let Some(y1 @ 4..=9) = Some(5) {
            env.log((Item { id: y1, name: env.text(y1).await }));
            _ = env.list(env.attempt(9).await?).await;
        } else {
            if let Some(y2) = env.maybe(env.item(2).await.id).await {
                let (x3, mut x4) = env.pair((env.item(y2).await.name.len() as u32)).await;
            }
            env.log(env.maybe(env.step(0).await).await);
            let mut x5 = (env.attempt(env.step(8).await).await?, env.text(env.step(env.step(6).await).await).await);
        }
        let mut x6 = env.shape(env.step(8).await).await;
        for y7 in vec![2, 6].into_iter().map(|value| value ^ 1).collect::<Vec<u32>>() {
            #[allow(unused_must_use)]
            env.step(y7).await;
            let mut x8 = env.attempt((env.text(y7).await.len() as u32)).await?;
            let view9 = &y7;
            let (x10, x11) = env.pair(y7).await;
        }
        Ok(env.text(env.attempt(0).await?).await)
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
