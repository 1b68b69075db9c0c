// --show --seed 32 --max-size 34 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env) -> Option<u32> {
        env.shape(env.maybe(5).await?).await;
        env.log(Ok::<u32, Fault>(0).ok());
        if (if env.flag(Some(5)?).await {
            env.list(sum(&env.list(1).await)).await;
            let mut x1 = env.maybe_text(env.maybe(7).await?).await?;
            env.maybe_text(env.maybe(0).await?).await;
            (match (Item { name: x1.clone(), id: Some(5)? }) {
                Item { id: 7, .. } => {
                    env.log((Item { id: env.step(3).await, ..env.item(2).await }));
                    let mut x2: Item = env.item(env.step(Some(8)?).await).await;
                    for y3 in env.list(env.maybe(4).await?).await {
                        let Some(x4) = Some(x2.clone().name) else {
                            env.list((x1.len() as u32)).await;
                            return None;
                        };
                    }
                    for mut y5 in env.list(Some(3)?).await {
                        if false {
                            x1.push_str(&x1.clone());
                            x1.truncate(12);
                        } else if true {
                            x1 = String::from("l6");
                        } else {
                            env.show(&y5).await;
                        }
                        let old6 = std::mem::take(&mut x1);
                    }
                    let mut turn7 = 0;
                    while turn7 < 2 {
                        turn7 += 1;
                        if ({
                            let Ok(x8) = env.attempt(env.step(2).await).await else {
                                env.show(&x2).await;
                                return Some(env.step(env.next()).await);
                            };
                            (match (match env.maybe(6).await {
                                Some(0 | 3) if (2 < turn7) => {
                                    let mut x9 = env.flag(turn7).await;
                                    env.attempt(turn7).await
                                }
                                _ => {
                                    env.show(&x8).await;
                                    env.attempt(7).await
                                }
                            }) {
                                Ok(y10) => {
                                    let mut x11: Shape = env.shape(5).await;
                                    (!env.flag(x8).await)
                                }
                                Err(Fault(y12)) => {
                                    x1.push_str(&x1.clone());
                                    x1.truncate(12);
                                    (false || true)
                                }
                                _ => (match env.maybe_text(turn7).await {
                                    Some(y13) if (turn7 == turn7) => (false && Vec::from([8, 9]).is_empty()),
                                    _ => {
                                        let mut x14 = Some(env.maybe_text(env.step(x8).await).await?);
                                        (turn7 == env.step(x8).await)
                                    }
                                }),
                            })
                        }) {
                            env.eat(x2);
                            break;
                        }
                        match (env.step(turn7).await == x2.id) {
                            true => {
                                env.attempt(env.step(turn7).await).await;
                                env.show(&x2).await;
                            }
                            true => {

                            }
                            y15 => {

                            }
                        }
                    }
                    env.list(8).await.into_iter().map(|value| value ^ 8).collect::<Vec<u32>>()
                }
                Item { id: 0.., name: y16 } => {
                    Vec::from([env.step(1).await, 6]).into_iter().map(|value| value ^ 5).collect::<Vec<u32>>()
                }
                _ => Vec::from([7, 8]),
            })
        } else if env.flag(env.step(env.next()).await).await {
            env.list(env.step(env.step(0).await).await).await
        } else {
            Vec::from([2, 3])
        }).is_empty() {

        } else {

        }
        Some((env.maybe_text(7).await?.len() as u32))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env) -> Option<u32> {
        env.shape(env.maybe(5).await?).await;
        env.log(Ok::<u32, Fault>(0).ok());
        if (if env.flag(Some(5)?).await {
            env.list(sum(&env.list(1).await)).await;
            let mut x1 = env.maybe_text(env.maybe(7).await?).await?;
            env.maybe_text(env.maybe(0).await?).await;
            (match (Item { name: x1.clone(), id: Some(5)? }) {
                Item { id: 7, .. } => {
                    env.log((Item { id: env.step(3).await, ..env.item(2).await }));
                    let mut x2: Item = env.item(env.step(Some(8)?).await).await;
                    for y3 in env.list(env.maybe(4).await?).await {
                        let Some(x4) = Some(x2.clone().name) else {
                            env.list((x1.len() as u32)).await;
                            return None;
                        };
                    }
                    for mut y5 in env.list(Some(3)?).await {
                        if false {
                            x1.push_str(&x1.clone());
                            x1.truncate(12);
                        } else if true {
                            x1 = String::from("l6");
                        } else {
                            env.show(&y5).await;
                        }
                        let old6 = std::mem::take(&mut x1);
                    }
                    let mut turn7 = 0;
                    while turn7 < 2 {
                        turn7 += 1;
                        if ({
                            let Ok(x8) = env.attempt(env.step(2).await).await else {
                                env.show(&x2).await;
                                return Some(env.step(env.next()).await);
                            };
                            (match (match env.maybe(6).await {
                                Some(0 | 3) if (2 < turn7) => {
                                    let mut x9 = env.flag(turn7).await;
                                    env.attempt(turn7).await
                                }
                                _ => {
                                    env.show(&x8).await;
                                    env.attempt(7).await
                                }
                            }) {
                                Ok(y10) => {
                                    let mut x11: Shape = env.shape(5).await;
                                    (!env.flag(x8).await)
                                }
                                Err(Fault(y12)) => {
                                    x1.push_str(&x1.clone());
                                    x1.truncate(12);
                                    (false || true)
                                }
                                _ => (match env.maybe_text(turn7).await {
                                    Some(y13) if (turn7 == turn7) => (false && Vec::from([8, 9]).is_empty()),
                                    _ => {
                                        let mut x14 = Some(env.maybe_text(env.step(x8).await).await?);
                                        (turn7 == env.step(x8).await)
                                    }
                                }),
                            })
                        }) {
                            env.eat(x2);
                            break;
                        }
                        match (env.step(turn7).await == x2.id) {
                            true => {
                                env.attempt(env.step(turn7).await).await;
                                env.show(&x2).await;
                            }
                            true => {

                            }
                            y15 => {

                            }
                        }
                    }
                    env.list(8).await.into_iter().map(|value| value ^ 8).collect::<Vec<u32>>()
                }
                Item { id: 0.., name: y16 } => {
                    Vec::from([env.step(1).await, 6]).into_iter().map(|value| value ^ 5).collect::<Vec<u32>>()
                }
                _ => Vec::from([7, 8]),
            })
        } else if env.flag(env.step(env.next()).await).await {
            env.list(env.step(env.step(0).await).await).await
        } else {
            Vec::from([2, 3])
        }).is_empty() {

        } else {

        }
        Some((env.maybe_text(7).await?.len() as u32))
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
