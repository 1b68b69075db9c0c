// --show --seed 20 --max-size 22 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env) -> Result<Item, Fault> {
        #[cfg(all())]
        env.step(env.step(5).await).await;
        #[cfg(any())]
        env.step(3).await;
        {
            let mut turn1 = 0;
            'l2: loop {
                turn1 += 1;
                if turn1 > 2 {
                    break;
                }
                let mut x3: Item = env.item(mix(env.attempt(3).await?, turn1)).await;
                env.log(Vec::from([7, 8]).into_iter().map(|value| value ^ 1).collect::<Vec<u32>>());
                let view4 = &turn1;
            }
        }
        let _ = env.step(env.step(env.step(4).await).await).await;
        if true {
            env.shape(Ok::<u32, Fault>(6)?).await;
            if let (y5 @ 0..=5, y6) = env.pair((String::from("l1").len() as u32)).await {
                let x7;
                if (env.flag(env.step(y5).await).await || (env.step(y5).await == 0)) {
                    x7 = String::from("l0");
                } else {
                    x7 = env.text(y5).await;
                }
                let Some(x8) = env.maybe_text(5).await else {
                    return Ok(env.item(y5).await);
                };
                let mut turn9 = 0;
                'l10: while turn9 < 2 {
                    turn9 += 1;
                    env.step(((y5 + env.step(y5).await) % LIMIT)).await;
                    let view11 = &y5;
                }
                env.show(&x7).await;
            }
        } else {
            if let Err(Fault(y12)) = Ok::<u32, Fault>(env.step(env.step(8).await).await) && env.flag(env.step(y12).await).await {
                let _ = env.step(env.attempt(y12).await?).await;
                let _ = env.text(y12).await;
                let mut turn13 = 0;
                'l14: while turn13 < 1 {
                    turn13 += 1;
                    fn local15(n: u32) -> u32 {
                        n ^ 7
                    }
                    env.log(local15(env.step(1).await));
                    env.list(6).await;
                    env.log(env.attempt(0).await?);
                }
            } else {

            }
        }
        Ok(env.item(8).await)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env) -> Result<Item, Fault> {
        #[cfg(all())]
        env.step(env.step(5).await).await;
        #[cfg(any())]
        env.step(3).await;
        {
            let mut turn1 = 0;
            'l2: loop {
                turn1 += 1;
                if turn1 > 2 {
                    break;
                }
                let mut x3: Item = env.item(mix(env.attempt(3).await?, turn1)).await;
                env.log(Vec::from([7, 8]).into_iter().map(|value| value ^ 1).collect::<Vec<u32>>());
                let view4 = &turn1;
            }
        }
        let _ = env.step(env.step(env.step(4).await).await).await;
        if true {
            env.shape(Ok::<u32, Fault>(6)?).await;
            if let (y5 @ 0..=5, y6) = env.pair((String::from("l1").len() as u32)).await {
                let x7;
                if (env.flag(env.step(y5).await).await || (env.step(y5).await == 0)) {
                    x7 = String::from("l0");
                } else {
                    x7 = env.text(y5).await;
                }
                let Some(x8) = env.maybe_text(5).await else {
                    return Ok(env.item(y5).await);
                };
                let mut turn9 = 0;
                'l10: while turn9 < 2 {
                    turn9 += 1;
                    env.step(((y5 + env.step(y5).await) % LIMIT)).await;
                    let view11 = &y5;
                }
                env.show(&x7).await;
            }
        } else {
            if let Err(Fault(y12)) = Ok::<u32, Fault>(env.step(env.step(8).await).await) && env.flag(env.step(y12).await).await {
                let _ = env.step(env.attempt(y12).await?).await;
                let _ = env.text(y12).await;
                let mut turn13 = 0;
                'l14: while turn13 < 1 {
                    turn13 += 1;
                    fn local15(n: u32) -> u32 {
                        n ^ 7
                    }
                    env.log(local15(env.step(1).await));
                    env.list(6).await;
                    env.log(env.attempt(0).await?);
                }
            } else {

            }
        }
        Ok(env.item(8).await)
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
