// --show --seed 21 --max-size 23 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, label: &str) -> Result<String, Fault> {
        if ([env.next(), env.next(), 2][(env.next() % 3) as usize] == mix(env.next(), 1)) {
            if let Some(y1) = Some(glue(&label.to_string(), &String::from("l4"))) {
                let mut y1 = env.list((y1.len() as u32)).await;
                let view2 = &y1[..];
                for i3 in (0..env.step((1 ^ env.next())).await % 4).rev() {
                    for y4 in extend(y1.clone(), i3) {
                        env.show(&label).await;
                    }
                }
                env.step(2).await;
            } else {
                env.log((0, String::from("l0")).1);
                env.log(env.next());
            }
            env.maybe(env.next()).await;
        }
        if let Some(y5) = Some(label.to_string()) {
            let x6 = env.step([5, env.next(), (label.len() as u32)][((4 ^ 6) % 3) as usize]).await;
            env.item(env.next()).await;
        }
        env.log(Some(2));
        if (if let (0, _) = (if let Some(y7) = env.maybe((Item { id: 6, name: String::from("l6") }).id).await {
            let x8 = ((y7 == y7) || ((!false) || false));
            if x8 {
                let x9 = env.maybe(rename((Item { id: 8, name: String::from("l8") }), label.to_string()).id).await;
            }
            (env.step(y7).await, String::from("l4"))
        } else {
            env.log((Shape::Named { name: label.to_string(), size: env.next() }));
            let x10: Option<u32> = env.list((label.to_string().len() as u32)).await.first().copied();
            (4, String::from("l4"))
        }) {
            env.flag([env.next(), 7, env.next()][(5 % 3) as usize]).await
        } else {
            env.flag((label.len() as u32)).await
        }) {

        } else {

        }
        Ok((5, String::from("l5")).1)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, label: &str) -> Result<String, Fault> {
        if ([env.next(), env.next(), 2][(env.next() % 3) as usize] == mix(env.next(), 1)) {
            if let Some(y1) = Some(glue(&label.to_string(), &String::from("l4"))) {
                let mut y1 = env.list((y1.len() as u32)).await;
                let view2 = &y1[..];
                for i3 in (0..env.step((1 ^ env.next())).await % 4).rev() {
                    for y4 in extend(y1.clone(), i3) {
                        env.show(&label).await;
                    }
                }
                env.step(2).await;
            } else {
                env.log((0, String::from("l0")).1);
                env.log(env.next());
            }
            env.maybe(env.next()).await;
        }
        if let Some(y5) = Some(label.to_string()) {
            let x6 = env.step([5, env.next(), (label.len() as u32)][((4 ^ 6) % 3) as usize]).await;
            env.item(env.next()).await;
        }
        env.log(Some(2));
        if (if let (0, _) = (if let Some(y7) = env.maybe((Item { id: 6, name: String::from("l6") }).id).await {
            let x8 = ((y7 == y7) || ((!false) || false));
            if x8 {
                let x9 = env.maybe(rename((Item { id: 8, name: String::from("l8") }), label.to_string()).id).await;
            }
            (env.step(y7).await, String::from("l4"))
        } else {
            env.log((Shape::Named { name: label.to_string(), size: env.next() }));
            let x10: Option<u32> = env.list((label.to_string().len() as u32)).await.first().copied();
            (4, String::from("l4"))
        }) {
            env.flag([env.next(), 7, env.next()][(5 % 3) as usize]).await
        } else {
            env.flag((label.len() as u32)).await
        }) {

        } else {

        }
        Ok((5, String::from("l5")).1)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.label).await;
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
            let returned = annotated::subject(pending, &world.env, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
