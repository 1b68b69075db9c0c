// --show --seed 6 --max-size 8 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> Option<String> {
        let (x1, x2) = (Some(2)?, glue(&clip(format!("{}{numbers:?}", start)), &(2, String::from("l2")).1));
        env.log(numbers.to_vec());
        Some(String::from("l4"))
    }

    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str) -> Result<u32, Fault> {
        match (Shape::Named { name: label.to_string(), size: env.item(3).await.id }) {
            Shape::Line(y1) if (!true) => {
                {
                    let mut turn2 = 0;
                    loop {
                        turn2 += 1;
                        if turn2 > 1 {
                            break;
                        }
                        let start4 = y1;

                        let x5 = helper0(env, &out, start4).await;
                        env.log(x5);
                    }
                }
            }
            _ => {
                let start7 = Ok::<u32, Fault>(2)?;

                let x8 = helper0(env, &out, start7).await;
                env.log(x8);
                let apply9 = |value: u32| 8;
                env.log(apply9(9));
                env.log(apply9(5));
            }
        }
        if let Some(y10) = Some(glue(&label.to_string(), &label.to_string())) {
            let mut label = env.maybe(env.step(env.step(env.step(8).await).await).await).await;
            let mut x11 = env.pair(env.step(env.step(env.step(7).await).await).await).await;
        }
        Ok(env.step(env.attempt(0).await?).await)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> Option<String> {
        let (x1, x2) = (Some(2)?, glue(&clip(format!("{}{numbers:?}", start)), &(2, String::from("l2")).1));
        env.log(numbers.to_vec());
        Some(String::from("l4"))
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str) -> Result<u32, Fault> {
        match (Shape::Named { name: label.to_string(), size: env.item(3).await.id }) {
            Shape::Line(y1) if (!true) => {
                {
                    let mut turn2 = 0;
                    loop {
                        turn2 += 1;
                        if turn2 > 1 {
                            break;
                        }
                        let start4 = y1;
                        let mut inner3 = Checkpoint::with(start4);
                        let x5 = helper0(&mut inner3, env, &out).await;
                        env.log(x5);
                    }
                }
            }
            _ => {
                let start7 = Ok::<u32, Fault>(2)?;
                let mut inner6 = Checkpoint::with(start7);
                let x8 = helper0(&mut inner6, env, &out).await;
                env.log(x8);
                let apply9 = |value: u32| 8;
                env.log(apply9(9));
                env.log(apply9(5));
            }
        }
        if let Some(y10) = Some(glue(&label.to_string(), &label.to_string())) {
            let mut label = env.maybe(env.step(env.step(env.step(8).await).await).await).await;
            let mut x11 = env.pair(env.step(env.step(env.step(7).await).await).await).await;
        }
        Ok(env.step(env.attempt(0).await?).await)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &mut world.out, &world.label).await;
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
            let returned = annotated::subject(pending, &world.env, &mut world.out, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
