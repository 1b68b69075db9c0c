// --show --seed 13 --max-size 15 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str, start: u32) -> Result<Vec<u32>, Fault> {
        env.log(mix(5, 2));
        _ = env.text(env.step(1).await).await;
        let mut x7 = (match (if let Some(y1) = env.maybe_text(start).await {
            {
                let mut turn2 = 0;
                while turn2 < 2 {
                    turn2 += 1;
                    let mut x4 = clip(clip((if env.flag(3).await {
                        let view3 = &start;
                        _ = env.list(turn2).await;
                        y1.clone()
                    } else {
                        env.pair(turn2).await;
                        env.log(false);
                        env.maybe(5).await;
                        env.show(&out).await;
                        y1.clone()
                    }) + &env.text(start).await) + &y1.clone());
                }
            }
            env.shape((label.to_string().len() as u32)).await
        } else {
            env.shape(env.step(start).await).await
        }) {
            Shape::Line(mut y5) | Shape::Named { size: mut y5, .. } => Some(5).ok_or(Fault(env.next()))?,
            mut y6 => {
                start
            }
        });
        Ok(extend(out.to_vec(), x7).into_iter().map(|value| value ^ 4).collect::<Vec<u32>>())
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str, start: u32) -> Result<Vec<u32>, Fault> {
        env.log(mix(5, 2));
        _ = env.text(env.step(1).await).await;
        let mut x7 = (match (if let Some(y1) = env.maybe_text(start).await {
            {
                let mut turn2 = 0;
                while turn2 < 2 {
                    turn2 += 1;
                    let mut x4 = clip(clip((if env.flag(3).await {
                        let view3 = &start;
                        _ = env.list(turn2).await;
                        y1.clone()
                    } else {
                        env.pair(turn2).await;
                        env.log(false);
                        env.maybe(5).await;
                        env.show(&out).await;
                        y1.clone()
                    }) + &env.text(start).await) + &y1.clone());
                }
            }
            env.shape((label.to_string().len() as u32)).await
        } else {
            env.shape(env.step(start).await).await
        }) {
            Shape::Line(mut y5) | Shape::Named { size: mut y5, .. } => Some(5).ok_or(Fault(env.next()))?,
            mut y6 => {
                start
            }
        });
        Ok(extend(out.to_vec(), x7).into_iter().map(|value| value ^ 4).collect::<Vec<u32>>())
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
            let returned = plain::subject(&world.env, &mut world.out, &world.label, 4).await;
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
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart(4);
            }
            let returned = annotated::subject(pending, &world.env, &mut world.out, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
