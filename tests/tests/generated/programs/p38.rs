// --show --seed 38 --max-size 40 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, title: String) -> Result<u32, Fault> {
        let mut x1 = (env.step(sum(&out.to_vec())).await == env.attempt(4).await?);
        env.log((4, String::from("l4")));
        let edit2 = &mut x1;
        let x3;
        if env.flag(sum(&numbers.to_vec())).await {
            x3 = (env.step(5).await, title);
        } else {
            x3 = (0, String::from("l0"));
        }
        env.log(6);
        out.push(((Item { id: 5, name: String::from("l5") }).name.len() as u32));
        out.truncate(6);
        let apply4 = |value: u32| value;
        env.log(apply4(4));
        env.log(apply4(3));
        let edit5 = &mut x1;
        let view6 = &x1;
        Ok((Item { id: 2, name: String::from("l2") }).id)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, title: String) -> Result<u32, Fault> {
        let mut x1 = (env.step(sum(&out.to_vec())).await == env.attempt(4).await?);
        env.log((4, String::from("l4")));
        let edit2 = &mut x1;
        let x3;
        if env.flag(sum(&numbers.to_vec())).await {
            x3 = (env.step(5).await, title);
        } else {
            x3 = (0, String::from("l0"));
        }
        env.log(6);
        out.push(((Item { id: 5, name: String::from("l5") }).name.len() as u32));
        out.truncate(6);
        let apply4 = |value: u32| value;
        env.log(apply4(4));
        env.log(apply4(3));
        let edit5 = &mut x1;
        let view6 = &x1;
        Ok((Item { id: 2, name: String::from("l2") }).id)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
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
        while world.returned.len() < 1 {
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
