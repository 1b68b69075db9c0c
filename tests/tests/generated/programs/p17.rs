// --show --seed 17 --max-size 19 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str, items: Vec<u32>, title: String, start: u32) -> Result<String, Fault> {
        env.text([start, env.step(start).await, start][(env.step(6).await % 3) as usize]).await;
        env.show(&items).await;
        out.push(mix(start, env.step(start).await));
        out.truncate(6);
        match &label[..] {
            "t5" if items.clone().is_empty() => {
                let mut x1 = (start, env.text(out.first().copied().unwrap_or(8)).await);
            }
            _ => {
                match env.step(sum(&out)).await {
                    7 => {
                        match env.shape(start).await {
                            Shape::Line(y2) => {
                                env.text(y2).await;
                                out.push(start);
                                out.truncate(6);
                                let view3 = &start;
                            }
                            _ => {
                                let Some(x4) = env.attempt(0).await.ok() else {
                                    return Ok(title);
                                };
                            }
                        }
                    }
                    y5 => {
                        env.log((Item { id: 0, name: String::from("l0") }).name);
                        let (x6, x7) = (2, String::from("l2"));
                        env.show(&title).await;
                    }
                }
                let Ok(x8) = env.attempt(Ok::<u32, Fault>(3)?).await else {
                    return Ok(env.text(start).await);
                };
                env.eat(items);
            }
        }
        out.push([(label.len() as u32), env.attempt(start).await?, env.item(start).await.id][(env.attempt(start).await? % 3) as usize]);
        out.truncate(6);
        let view9 = &start;
        Err(Fault((*view9)))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str, items: Vec<u32>, title: String, start: u32) -> Result<String, Fault> {
        env.text([start, env.step(start).await, start][(env.step(6).await % 3) as usize]).await;
        env.show(&items).await;
        out.push(mix(start, env.step(start).await));
        out.truncate(6);
        match &label[..] {
            "t5" if items.clone().is_empty() => {
                let mut x1 = (start, env.text(out.first().copied().unwrap_or(8)).await);
            }
            _ => {
                match env.step(sum(&out)).await {
                    7 => {
                        match env.shape(start).await {
                            Shape::Line(y2) => {
                                env.text(y2).await;
                                out.push(start);
                                out.truncate(6);
                                let view3 = &start;
                            }
                            _ => {
                                let Some(x4) = env.attempt(0).await.ok() else {
                                    return Ok(title);
                                };
                            }
                        }
                    }
                    y5 => {
                        env.log((Item { id: 0, name: String::from("l0") }).name);
                        let (x6, x7) = (2, String::from("l2"));
                        env.show(&title).await;
                    }
                }
                let Ok(x8) = env.attempt(Ok::<u32, Fault>(3)?).await else {
                    return Ok(env.text(start).await);
                };
                env.eat(items);
            }
        }
        out.push([(label.len() as u32), env.attempt(start).await?, env.item(start).await.id][(env.attempt(start).await? % 3) as usize]);
        out.truncate(6);
        let view9 = &start;
        Err(Fault((*view9)))
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &mut world.out, &world.label, vec![3, 1, 2], String::from("title"), 4).await;
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
            let returned = annotated::subject(pending, &world.env, &mut world.out, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
