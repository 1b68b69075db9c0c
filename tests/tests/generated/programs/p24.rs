// --show --seed 24 --max-size 26 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env) -> u32 {
        let x1;
        if env.flag(env.step(7).await).await {
            x1 = ({
                env.log(env.list(9).await.is_empty());
                (if let Item { id: 5, .. } = env.item((Item { id: 3, name: String::from("l3") }).id).await {
                    const LOCAL2: u32 = 5;
                    env.log(LOCAL2);
                    env.flag(5).await
                } else {
                    env.maybe_text(6).await;
                    false
                })
            });
        } else {
            x1 = env.flag(env.step(env.next()).await).await;
        }
        let view3 = &x1;
        env.attempt((env.next() ^ 1)).await;
        (Item { id: 0, name: String::from("l0") }).id
    }

    pub async fn subject(env: &Env, numbers: &[u32], label: &str) -> Option<Vec<u32>> {
        let _ = env.text(env.maybe(4).await?).await;
        let (x1, mut x2) = (if env.flag(env.step(helper0(env).await).await).await {
            env.log(label.to_string());
            ({
                env.show(&numbers).await;
                env.pair(sum(&env.list(7).await)).await
            })
        } else {
            if let Err(Fault(y3)) = env.maybe(env.step(5).await).await.ok_or(Fault(env.maybe(6).await?)) {
                let mut stack4 = extend(env.list(env.step(y3).await).await, env.next());
                while let Some(y5) = stack4.pop() {

                    let x7 = helper0(env).await;
                    env.show(&stack4).await;
                }
            } else {
                env.log(env.flag(env.step(4).await).await);
                for i8 in (0..env.step(mix(helper0(env).await, env.step(3).await)).await % 8).step_by(3) {
                    _ = env.maybe((match (if let Shape::Line(y9) | Shape::Named { size: y9, .. } = env.shape(i8).await {
                        let view10 = &i8;
                        u32::checked_sub(env.maybe(6).await?, env.next())
                    } else {
                        let x11: String = label.to_string();
                        Some(2)
                    })? {
                        5..=9 => {
                            let x12: Result<u32, Fault> = Ok::<u32, Fault>(2);
                            env.step(helper0(env).await).await
                        }
                        4 => helper0(env).await,
                        1 | 4 => Some(7)?,
                        _ => {
                            let x13;
                            if false {
                                x13 = vec![sum(&Vec::from([2, 3])), helper0(env).await];
                            } else {
                                x13 = Vec::from([7, 8]);
                            }
                            env.step(i8).await
                        }
                    })).await;
                }
                env.log(env.list(8).await.first().copied());
                if (env.flag(env.next()).await || (if let Ok(y14) = Ok::<u32, Fault>(9) {
                    let x15;
                    if true {
                        x15 = env.maybe(env.maybe(y14).await?).await;
                    } else {
                        x15 = env.maybe(y14).await;
                    }
                    let view16 = &x15;
                    env.flag(helper0(env).await).await
                } else {
                    env.log(helper0(env).await);
                    true
                })) {
                    let mut x17: Vec<u32> = env.list(env.maybe(7).await?).await.into_iter().map(|value| value ^ 1).collect::<Vec<u32>>();
                }
            }
            env.pair(env.step(9).await).await
        });
        Some(numbers.to_vec())
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env) -> u32 {
        let x1;
        if env.flag(env.step(7).await).await {
            x1 = ({
                env.log(env.list(9).await.is_empty());
                (if let Item { id: 5, .. } = env.item((Item { id: 3, name: String::from("l3") }).id).await {
                    const LOCAL2: u32 = 5;
                    env.log(LOCAL2);
                    env.flag(5).await
                } else {
                    env.maybe_text(6).await;
                    false
                })
            });
        } else {
            x1 = env.flag(env.step(env.next()).await).await;
        }
        let view3 = &x1;
        env.attempt((env.next() ^ 1)).await;
        (Item { id: 0, name: String::from("l0") }).id
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], label: &str) -> Option<Vec<u32>> {
        let _ = env.text(env.maybe(4).await?).await;
        let (x1, mut x2) = (if env.flag(env.step(helper0(_, env).await).await).await {
            env.log(label.to_string());
            ({
                env.show(&numbers).await;
                env.pair(sum(&env.list(7).await)).await
            })
        } else {
            if let Err(Fault(y3)) = env.maybe(env.step(5).await).await.ok_or(Fault(env.maybe(6).await?)) {
                let mut stack4 = extend(env.list(env.step(y3).await).await, env.next());
                while let Some(y5) = stack4.pop() {
                    let mut inner6 = Checkpoint::new();
                    let x7 = helper0(&mut inner6, env).await;
                    env.show(&stack4).await;
                }
            } else {
                env.log(env.flag(env.step(4).await).await);
                for i8 in (0..env.step(mix(helper0(_, env).await, env.step(3).await)).await % 8).step_by(3) {
                    _ = env.maybe((match (if let Shape::Line(y9) | Shape::Named { size: y9, .. } = env.shape(i8).await {
                        let view10 = &i8;
                        u32::checked_sub(env.maybe(6).await?, env.next())
                    } else {
                        let x11: String = label.to_string();
                        Some(2)
                    })? {
                        5..=9 => {
                            let x12: Result<u32, Fault> = Ok::<u32, Fault>(2);
                            env.step(helper0(_, env).await).await
                        }
                        4 => helper0(_, env).await,
                        1 | 4 => Some(7)?,
                        _ => {
                            let x13;
                            if false {
                                x13 = vec![sum(&Vec::from([2, 3])), helper0(_, env).await];
                            } else {
                                x13 = Vec::from([7, 8]);
                            }
                            env.step(i8).await
                        }
                    })).await;
                }
                env.log(env.list(8).await.first().copied());
                if (env.flag(env.next()).await || (if let Ok(y14) = Ok::<u32, Fault>(9) {
                    let x15;
                    if true {
                        x15 = env.maybe(env.maybe(y14).await?).await;
                    } else {
                        x15 = env.maybe(y14).await;
                    }
                    let view16 = &x15;
                    env.flag(helper0(_, env).await).await
                } else {
                    env.log(helper0(_, env).await);
                    true
                })) {
                    let mut x17: Vec<u32> = env.list(env.maybe(7).await?).await.into_iter().map(|value| value ^ 1).collect::<Vec<u32>>();
                }
            }
            env.pair(env.step(9).await).await
        });
        Some(numbers.to_vec())
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.numbers, &world.label).await;
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
            let returned = annotated::subject(pending, &world.env, &world.numbers, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
