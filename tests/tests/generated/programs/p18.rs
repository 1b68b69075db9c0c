// --show --seed 18 --max-size 20 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> Result<Vec<u32>, Fault> {
        for i1 in 0..start % 4 {
            if (match (match env.step(Ok::<u32, Fault>(3)?).await {
                4 => {
                    env.log(env.text(9).await);
                    let x2;
                    if (mix(start, start) == env.next()) {
                        x2 = i1;
                    } else {
                        x2 = env.next();
                    }
                    env.item(start).await
                }
                6 => {
                    env.item(env.attempt(start).await?).await
                }
                _ => {
                    rename(env.item(start).await, String::from("l2"))
                }
            }) {
                Item { id: 4.., name: y3 } => {
                    env.flag(start).await
                }
                _ => Vec::<u32>::new().is_empty(),
            }) {

            } else {

            }
        }
        Ok(env.list(env.step(8).await).await)
    }

    pub async fn helper1(env: &Env, numbers: &[u32]) -> u32 {
        {
            let mut turn1 = 0;
            loop {
                turn1 += 1;
                if turn1 > 3 {
                    break;
                }
                if env.flag(((env.step(3).await + env.step(turn1).await) % LIMIT)).await {
                    let (x2, x3) = (turn1, String::from("l5"));
                    let x4;
                    if env.flag(x2).await {
                        x4 = env.maybe(x2).await;
                    } else {
                        x4 = env.maybe(turn1).await;
                    }
                    env.show(&numbers).await;
                    let x5 = (x3.len() as u32);
                } else {

                }
            }
        }
        5
    }

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, title: String, start: u32) -> Result<String, Fault> {
        env.eat(title);
        _ = env.step(start).await;
        if let Ok(y1) = env.attempt(0).await {
            let x2: bool = true;
        }
        Ok((9, String::from("l9")).1)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> Result<Vec<u32>, Fault> {
        for i1 in 0..start % 4 {
            if (match (match env.step(Ok::<u32, Fault>(3)?).await {
                4 => {
                    env.log(env.text(9).await);
                    let x2;
                    if (mix(start, start) == env.next()) {
                        x2 = i1;
                    } else {
                        x2 = env.next();
                    }
                    env.item(start).await
                }
                6 => {
                    env.item(env.attempt(start).await?).await
                }
                _ => {
                    rename(env.item(start).await, String::from("l2"))
                }
            }) {
                Item { id: 4.., name: y3 } => {
                    env.flag(start).await
                }
                _ => Vec::<u32>::new().is_empty(),
            }) {

            } else {

            }
        }
        Ok(env.list(env.step(8).await).await)
    }

    #[cancel_safe]
    pub async fn helper1(env: &Env, numbers: &[u32]) -> u32 {
        {
            let mut turn1 = 0;
            loop {
                turn1 += 1;
                if turn1 > 3 {
                    break;
                }
                if env.flag(((env.step(3).await + env.step(turn1).await) % LIMIT)).await {
                    let (x2, x3) = (turn1, String::from("l5"));
                    let x4;
                    if env.flag(x2).await {
                        x4 = env.maybe(x2).await;
                    } else {
                        x4 = env.maybe(turn1).await;
                    }
                    env.show(&numbers).await;
                    let x5 = (x3.len() as u32);
                } else {

                }
            }
        }
        5
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, title: String, start: u32) -> Result<String, Fault> {
        env.eat(title);
        _ = env.step(start).await;
        if let Ok(y1) = env.attempt(0).await {
            let x2: bool = true;
        }
        Ok((9, String::from("l9")).1)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
            let returned = plain::subject(&world.env, &world.numbers, &mut world.out, String::from("title"), 4).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with((String::from("title"), 4)))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart((String::from("title"), 4));
            }
            let returned = annotated::subject(pending, &world.env, &world.numbers, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
