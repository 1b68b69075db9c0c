// --show --seed 19 --max-size 21 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, out: &mut Vec<u32>, items: Vec<u32>, title: String) -> u32 {
        let apply1 = |value: u32| value;
        env.log(apply1(4));
        env.log(apply1(0));
        match env.step((String::from("l9").len() as u32)).await {
            y2 @ 4..=8 => {
                let Some(y2 @ 5..) = env.maybe(env.step(3).await).await else {
                    let x11;
                    if (if ((!true) && false) {
                        env.show(&out).await;
                        env.text(env.step(y2).await).await;
                        if let Some(y3 @ 2..=7) = env.maybe(env.step(env.next()).await).await {
                            env.log(u32::checked_sub(y3, y2));
                            let mut x4 = Vec::from([(String::from("l8").len() as u32), sum(&items.clone())]);
                        } else {
                            out.push((glue(&title.clone(), &title.clone()).len() as u32));
                            out.truncate(6);
                        }
                        #[allow(unused_must_use)]
                        env.step(env.step(y2).await).await;
                        out.push(y2);
                        out.truncate(6);
                        (if let (y5 @ 0..=6, y6) = env.pair(8).await {
                            env.log(env.maybe(8).await);
                            env.step(y5).await;
                            false
                        } else {
                            env.show(&title).await;
                            (false && true)
                        })
                    } else {
                        _ = env.shape(y2).await;
                        (match Some(String::from("l8")) {
                            Some(mut y7) if out.to_vec().is_empty() => {
                                let apply8 = |value: u32| y2;
                                env.log(apply8(1));
                                env.log(apply8(3));
                                env.flag((y7.len() as u32)).await
                            }
                            Some(y9) => (!(true && true)),
                            y10 => ((true && true) || false),
                        })
                    }) {
                        x11 = y2;
                    } else {
                        x11 = (title.len() as u32);
                    }
                    return x11;
                };
            }
            y12 => {
                env.log(Some(String::from("l9")));
            }
        }
        ((sum(&out.to_vec()) + ((4 + env.step(2).await) % LIMIT)) % LIMIT)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, items: Vec<u32>, title: String) -> u32 {
        let apply1 = |value: u32| value;
        env.log(apply1(4));
        env.log(apply1(0));
        match env.step((String::from("l9").len() as u32)).await {
            y2 @ 4..=8 => {
                let Some(y2 @ 5..) = env.maybe(env.step(3).await).await else {
                    let x11;
                    if (if ((!true) && false) {
                        env.show(&out).await;
                        env.text(env.step(y2).await).await;
                        if let Some(y3 @ 2..=7) = env.maybe(env.step(env.next()).await).await {
                            env.log(u32::checked_sub(y3, y2));
                            let mut x4 = Vec::from([(String::from("l8").len() as u32), sum(&items.clone())]);
                        } else {
                            out.push((glue(&title.clone(), &title.clone()).len() as u32));
                            out.truncate(6);
                        }
                        #[allow(unused_must_use)]
                        env.step(env.step(y2).await).await;
                        out.push(y2);
                        out.truncate(6);
                        (if let (y5 @ 0..=6, y6) = env.pair(8).await {
                            env.log(env.maybe(8).await);
                            env.step(y5).await;
                            false
                        } else {
                            env.show(&title).await;
                            (false && true)
                        })
                    } else {
                        _ = env.shape(y2).await;
                        (match Some(String::from("l8")) {
                            Some(mut y7) if out.to_vec().is_empty() => {
                                let apply8 = |value: u32| y2;
                                env.log(apply8(1));
                                env.log(apply8(3));
                                env.flag((y7.len() as u32)).await
                            }
                            Some(y9) => (!(true && true)),
                            y10 => ((true && true) || false),
                        })
                    }) {
                        x11 = y2;
                    } else {
                        x11 = (title.len() as u32);
                    }
                    return x11;
                };
            }
            y12 => {
                env.log(Some(String::from("l9")));
            }
        }
        ((sum(&out.to_vec()) + ((4 + env.step(2).await) % LIMIT)) % LIMIT)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &mut world.out, vec![3, 1, 2], String::from("title")).await;
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
            let returned = annotated::subject(pending, &world.env, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
