// --show --seed 33 --max-size 35 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, out: &mut Vec<u32>, title: String) -> Result<Vec<u32>, Fault> {
        let view1 = title.as_str();
        env.show(&view1).await;
        env.show(&view1).await;
        for i2 in 1..=env.attempt(env.step(8).await).await? % 3 {
            for y3 in [(1, String::from("l1")).1, glue(&view1.to_string(), &String::from("l3"))] {
                let mut turn4 = 0;
                while turn4 < 3 {
                    turn4 += 1;
                    env.show(&view1).await;
                    env.maybe(Ok::<u32, Fault>(2)?).await;
                    env.text(env.attempt(turn4).await?).await;
                    {
                        let mut turn5 = 0;
                        loop {
                            turn5 += 1;
                            if turn5 > 3 {
                                break;
                            }
                            env.show(&title).await;
                            out.push(i2);
                            out.truncate(6);
                        }
                    }
                }
                out.push(env.step(((i2 + env.step(4).await) % LIMIT)).await);
                out.truncate(6);
            }
            let _ = env.pair(i2).await;
        }
        Err(Fault((out.len() as u32)))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, title: String) -> Result<Vec<u32>, Fault> {
        let view1 = title.as_str();
        env.show(&view1).await;
        env.show(&view1).await;
        for i2 in 1..=env.attempt(env.step(8).await).await? % 3 {
            for y3 in [(1, String::from("l1")).1, glue(&view1.to_string(), &String::from("l3"))] {
                let mut turn4 = 0;
                while turn4 < 3 {
                    turn4 += 1;
                    env.show(&view1).await;
                    env.maybe(Ok::<u32, Fault>(2)?).await;
                    env.text(env.attempt(turn4).await?).await;
                    {
                        let mut turn5 = 0;
                        loop {
                            turn5 += 1;
                            if turn5 > 3 {
                                break;
                            }
                            env.show(&title).await;
                            out.push(i2);
                            out.truncate(6);
                        }
                    }
                }
                out.push(env.step(((i2 + env.step(4).await) % LIMIT)).await);
                out.truncate(6);
            }
            let _ = env.pair(i2).await;
        }
        Err(Fault((out.len() as u32)))
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &mut world.out, String::from("title")).await;
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
            let returned = annotated::subject(pending, &world.env, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
