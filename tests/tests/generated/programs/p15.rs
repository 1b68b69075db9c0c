// --show --seed 15 --max-size 17 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, start: u32) -> Option<u32> {
        env.log((Shape::Named { name: String::from("l5"), size: env.step(8).await }));
        env.log(env.attempt(2).await);
        let apply1 = |value: u32| (Item { id: start, name: String::from("l3") }).id;
        env.log(apply1(7));
        env.log(apply1(9));
        let apply2 = |value: u32| 5;
        env.log(apply2(7));
        env.log(apply2(1));
        env.list(sum(&Vec::from([3, 4]))).await;
        Some(u32::checked_sub(start, env.step(start).await)?)
    }

    pub async fn subject(env: &Env, mut items: Vec<u32>, mut title: String) -> Result<u32, Fault> {
        items.push(env.attempt(env.step(8).await).await?);
        items.truncate(6);
        #[cfg(all())]
        env.step(7).await;
        #[cfg(any())]
        env.step(8).await;
        for y1 in items.iter().map(|value| value ^ 2) {
            env.maybe(8).await;
        }
        let apply2 = |value: u32| 1;
        env.log(apply2(6));
        env.log(apply2(1));
        env.show(&title).await;
        let apply3 = |value: u32| ((6 + 0) % LIMIT);
        env.log(apply3(7));
        env.log(apply3(0));
        if let Some(1 | 4) = env.maybe(env.attempt(5).await?).await && ({
            match &title[..] {
                "t2" | "t3" if (3 < 7) => {
                    let mut x4: bool = env.flag(((Ok::<u32, Fault>(1)? + 8) % LIMIT)).await;
                    'l5: while let Some(y6) = env.maybe(4).await {
                        let x7: u32 = env.attempt(mix(env.step(y6).await, y6)).await?;
                        env.log(env.text(y6).await);
                    }
                    let (x8, mut x9) = env.pair(env.step(env.attempt(6).await?).await).await;
                    x9.push_str(&title);
                    x9.truncate(12);
                    let mut x10 = env.list(8).await;
                }
                "t1" => {

                }
                "t4" | "t5" => {

                }
                _ => {

                }
            }
            env.flag(env.step(env.step(5).await).await).await
        }) && let (y11 @ 0..=7, mut y12) = (1, String::from("l1")) {

        }
        Err(Fault((Item { id: 7, name: String::from("l7") }).id))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, start: u32) -> Option<u32> {
        env.log((Shape::Named { name: String::from("l5"), size: env.step(8).await }));
        env.log(env.attempt(2).await);
        let apply1 = |value: u32| (Item { id: start, name: String::from("l3") }).id;
        env.log(apply1(7));
        env.log(apply1(9));
        let apply2 = |value: u32| 5;
        env.log(apply2(7));
        env.log(apply2(1));
        env.list(sum(&Vec::from([3, 4]))).await;
        Some(u32::checked_sub(start, env.step(start).await)?)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, mut items: Vec<u32>, mut title: String) -> Result<u32, Fault> {
        items.push(env.attempt(env.step(8).await).await?);
        items.truncate(6);
        #[cfg(all())]
        env.step(7).await;
        #[cfg(any())]
        env.step(8).await;
        for y1 in items.iter().map(|value| value ^ 2) {
            env.maybe(8).await;
        }
        let apply2 = |value: u32| 1;
        env.log(apply2(6));
        env.log(apply2(1));
        env.show(&title).await;
        let apply3 = |value: u32| ((6 + 0) % LIMIT);
        env.log(apply3(7));
        env.log(apply3(0));
        if let Some(1 | 4) = env.maybe(env.attempt(5).await?).await && ({
            match &title[..] {
                "t2" | "t3" if (3 < 7) => {
                    let mut x4: bool = env.flag(((Ok::<u32, Fault>(1)? + 8) % LIMIT)).await;
                    'l5: while let Some(y6) = env.maybe(4).await {
                        let x7: u32 = env.attempt(mix(env.step(y6).await, y6)).await?;
                        env.log(env.text(y6).await);
                    }
                    let (x8, mut x9) = env.pair(env.step(env.attempt(6).await?).await).await;
                    x9.push_str(&title);
                    x9.truncate(12);
                    let mut x10 = env.list(8).await;
                }
                "t1" => {

                }
                "t4" | "t5" => {

                }
                _ => {

                }
            }
            env.flag(env.step(env.step(5).await).await).await
        }) && let (y11 @ 0..=7, mut y12) = (1, String::from("l1")) {

        }
        Err(Fault((Item { id: 7, name: String::from("l7") }).id))
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, vec![3, 1, 2], String::from("title")).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with((vec![3, 1, 2], String::from("title"))))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart((vec![3, 1, 2], String::from("title")));
            }
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
