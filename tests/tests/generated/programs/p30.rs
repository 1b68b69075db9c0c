// --show --seed 30 --max-size 32 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, items: Vec<u32>) -> Result<Item, Fault> {
        env.show(&numbers).await;
        if let Item { id: mut y1 @ 6.., .. } = env.item(sum(&out)).await {
            let Some(x7 @ 5..) = (if let Item { id: y2 @ 0.., .. } = (Item { name: clip(String::from("l2") + &String::from("l9")), id: Ok::<u32, Fault>(4)? }) {
                let (x3, mut x4) = ({
                    env.show(&y1).await;
                    env.pair(y1).await
                });
                env.log(false);
                env.maybe(mix(y1, y1)).await
            } else {
                for i5 in (0..Ok::<u32, Fault>(y1)? % 4).rev() {
                    continue;
                }
                env.maybe(env.step(env.step(y1).await).await).await
            }) else {
                y1 += Ok::<u32, Fault>(y1)?;
                y1 %= LIMIT;
                let x6 = (((false && true) && (!false)) || false);
                return Err(Fault(env.step(y1).await));
            };
            env.log(env.list(x7).await);
        }
        for mut y8 in env.list(env.step(env.step(5).await).await).await {
            y8 ^= (y8 ^ sum(&numbers));
            y8 %= LIMIT;
            env.show(&y8).await;
            let mut x9: Vec<u32> = env.list(env.item(0).await.id).await;
        }
        let view10 = items.as_slice();
        'l19: for mut y20 in ({
            if let Item { id: 1, .. } = rename(env.item(env.step(6).await).await, env.text(1).await) {
                if let Shape::Dot = Shape::Line(env.step(env.step(6).await).await) {
                    let Ok(x12) = Err::<u32, Fault>(Fault(env.step(7).await)) else {
                        let x11: String = String::from("l6");
                        return Ok((Item { id: 3, name: String::from("l3") }));
                    };
                    'l13: while let Some(y14) = env.maybe(env.step(x12).await).await {
                        let view15 = &x12;
                    }
                    env.text((x12 ^ x12)).await;
                }
                #[cfg(all())]
                env.step(3).await;
                #[cfg(any())]
                env.step(0).await;
                env.show(&view10).await;
                if let Shape::Named { name: mut y16, size: y17 } = Shape::Line(5) {
                    env.step(env.attempt(y17).await?).await;
                } else {
                    let view18 = &*out;
                }
            }
            env.list(env.step(1).await).await
        }) {

        }
        Ok((Item { id: 1, name: String::from("l1") }))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, items: Vec<u32>) -> Result<Item, Fault> {
        env.show(&numbers).await;
        if let Item { id: mut y1 @ 6.., .. } = env.item(sum(&out)).await {
            let Some(x7 @ 5..) = (if let Item { id: y2 @ 0.., .. } = (Item { name: clip(String::from("l2") + &String::from("l9")), id: Ok::<u32, Fault>(4)? }) {
                let (x3, mut x4) = ({
                    env.show(&y1).await;
                    env.pair(y1).await
                });
                env.log(false);
                env.maybe(mix(y1, y1)).await
            } else {
                for i5 in (0..Ok::<u32, Fault>(y1)? % 4).rev() {
                    continue;
                }
                env.maybe(env.step(env.step(y1).await).await).await
            }) else {
                y1 += Ok::<u32, Fault>(y1)?;
                y1 %= LIMIT;
                let x6 = (((false && true) && (!false)) || false);
                return Err(Fault(env.step(y1).await));
            };
            env.log(env.list(x7).await);
        }
        for mut y8 in env.list(env.step(env.step(5).await).await).await {
            y8 ^= (y8 ^ sum(&numbers));
            y8 %= LIMIT;
            env.show(&y8).await;
            let mut x9: Vec<u32> = env.list(env.item(0).await.id).await;
        }
        let view10 = items.as_slice();
        'l19: for mut y20 in ({
            if let Item { id: 1, .. } = rename(env.item(env.step(6).await).await, env.text(1).await) {
                if let Shape::Dot = Shape::Line(env.step(env.step(6).await).await) {
                    let Ok(x12) = Err::<u32, Fault>(Fault(env.step(7).await)) else {
                        let x11: String = String::from("l6");
                        return Ok((Item { id: 3, name: String::from("l3") }));
                    };
                    'l13: while let Some(y14) = env.maybe(env.step(x12).await).await {
                        let view15 = &x12;
                    }
                    env.text((x12 ^ x12)).await;
                }
                #[cfg(all())]
                env.step(3).await;
                #[cfg(any())]
                env.step(0).await;
                env.show(&view10).await;
                if let Shape::Named { name: mut y16, size: y17 } = Shape::Line(5) {
                    env.step(env.attempt(y17).await?).await;
                } else {
                    let view18 = &*out;
                }
            }
            env.list(env.step(1).await).await
        }) {

        }
        Ok((Item { id: 1, name: String::from("l1") }))
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
