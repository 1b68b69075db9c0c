// --show --seed 9 --max-size 11 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, label: &str, items: Vec<u32>, title: String, mut start: u32) -> Result<Item, Fault> {
        env.eat(title);
        Ok((if env.flag(start).await {
            if true {
                let Some(x2 @ 5..) = Some(9) else {
                    let _ = env.item(env.next()).await;
                    let x1 = (sum(&extend(Vec::from([1, 2]), start)) == items.first().copied().unwrap_or(9));
                    return Ok((Item { id: 0, name: String::from("l0") }));
                };
                env.item(Ok::<u32, Fault>(6)?).await;
            }
            env.log(Shape::Line(0));
            env.list(env.attempt(4).await?).await;
            {
                let (x3, x4) = (8, clip(format!("{}{label:?}", (label.to_string().len() as u32))));
            }
            env.item(env.step(start).await).await
        } else {
            (Item { id: env.attempt(2).await?, ..(Item { id: env.step(start).await, name: label.to_string() }) })
        }))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, label: &str, items: Vec<u32>, title: String, mut start: u32) -> Result<Item, Fault> {
        env.eat(title);
        Ok((if env.flag(start).await {
            if true {
                let Some(x2 @ 5..) = Some(9) else {
                    let _ = env.item(env.next()).await;
                    let x1 = (sum(&extend(Vec::from([1, 2]), start)) == items.first().copied().unwrap_or(9));
                    return Ok((Item { id: 0, name: String::from("l0") }));
                };
                env.item(Ok::<u32, Fault>(6)?).await;
            }
            env.log(Shape::Line(0));
            env.list(env.attempt(4).await?).await;
            {
                let (x3, x4) = (8, clip(format!("{}{label:?}", (label.to_string().len() as u32))));
            }
            env.item(env.step(start).await).await
        } else {
            (Item { id: env.attempt(2).await?, ..(Item { id: env.step(start).await, name: label.to_string() }) })
        }))
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.label, vec![3, 1, 2], String::from("title"), 4).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with((vec![3, 1, 2], String::from("title"), 4)))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart((vec![3, 1, 2], String::from("title"), 4));
            }
            let returned = annotated::subject(pending, &world.env, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
