// --show --seed 7 --max-size 9 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32]) -> Result<String, Fault> {
        let mut x1 = env.pair(env.attempt(6).await?).await;
        let x2;
        if (numbers.first().copied().unwrap_or(6) == ((7 + 1) % LIMIT)) {
            x2 = env.text(env.step(env.step(6).await).await).await;
        } else {
            x2 = env.text(env.step(8).await).await;
        }
        #[allow(unused_must_use)]
        env.step(env.step(4).await).await;
        Ok(clip(format!("{}{x2:?}", 1)))
    }

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, title: String) -> Result<Vec<u32>, Fault> {
        if let Some(2) = env.attempt(9).await.ok() {
            let mut x1 = (Shape::Named { name: (1, env.text(3).await).1, size: (out.len() as u32) });
            let apply2 = |value: u32| value;
            env.log(apply2(0));
            env.log(apply2(8));
            let view3 = &title[..];
        } else {
            env.flag(env.next()).await;
            env.step(((env.step(1).await + env.step(3).await) % LIMIT)).await;
            let _ = env.flag((title.len() as u32)).await;
        }
        let _ = env.list(env.next()).await;

        let x5 = helper0(env, &out).await;
        env.log(x5);
        Ok(out.to_vec())
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32]) -> Result<String, Fault> {
        let mut x1 = env.pair(env.attempt(6).await?).await;
        let x2;
        if (numbers.first().copied().unwrap_or(6) == ((7 + 1) % LIMIT)) {
            x2 = env.text(env.step(env.step(6).await).await).await;
        } else {
            x2 = env.text(env.step(8).await).await;
        }
        #[allow(unused_must_use)]
        env.step(env.step(4).await).await;
        Ok(clip(format!("{}{x2:?}", 1)))
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, title: String) -> Result<Vec<u32>, Fault> {
        if let Some(2) = env.attempt(9).await.ok() {
            let mut x1 = (Shape::Named { name: (1, env.text(3).await).1, size: (out.len() as u32) });
            let apply2 = |value: u32| value;
            env.log(apply2(0));
            env.log(apply2(8));
            let view3 = &title[..];
        } else {
            env.flag(env.next()).await;
            env.step(((env.step(1).await + env.step(3).await) % LIMIT)).await;
            let _ = env.flag((title.len() as u32)).await;
        }
        let _ = env.list(env.next()).await;
        let mut inner4 = Checkpoint::new();
        let x5 = helper0(&mut inner4, env, &out).await;
        env.log(x5);
        Ok(out.to_vec())
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
            let returned = plain::subject(&world.env, &world.numbers, &mut world.out, String::from("title")).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with(String::from("title")))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart(String::from("title"));
            }
            let returned = annotated::subject(pending, &world.env, &world.numbers, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
