// --show --seed 35 --max-size 37 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env) -> Option<Item> {
        let x3 = ({
            let mut turn1 = 0;
            loop {
                turn1 += 1;
                if turn1 > 3 {
                    break Ok::<u32, Fault>(2).ok();
                }
                if let Some(y2) = u32::checked_sub(turn1, ((turn1 + env.next()) % LIMIT)) {
                    env.show(&turn1).await;
                } else {
                    let mut turn1 = env.step(env.next()).await;
                    env.step(Some(2)?).await;
                }
            }
        });
        let x5 = env.step(({
            let mut turn4 = 0;
            loop {
                turn4 += 1;
                if turn4 > 3 {
                    break env.next();
                }
                env.log(env.flag(turn4).await);
                break env.step(turn4).await;
            }
        })).await;
        let x6;
        if ((env.next() < env.step(x5).await) || env.flag(x5).await) {
            x6 = env.text(x5).await;
        } else {
            x6 = Some(env.text(7).await)?;
        }
        _ = env.maybe_text(env.step(env.step(x5).await).await).await;
        Some(env.item(x5).await)
    }

    pub async fn helper1(env: &Env, numbers: &[u32]) -> Result<u32, Fault> {
        let x1 = (env.pair(1).await.1.len() as u32);

        let x3 = helper0(env).await;
        env.log(x3);
        let numbers = env.list(Ok::<u32, Fault>(9)?).await;
        _ = env.text(9).await;
        if let Shape::Named { name: y11, size: y12 } = (match Some((match (if (if let Shape::Dot = Shape::Line(1) {
            let mut x4 = u32::checked_sub([2, env.next(), env.next()][(x1 % 3) as usize], env.step(x1).await).ok_or(Fault(Err::<u32, Fault>(Fault(x1))?));
            env.log(env.attempt(x1).await.ok());
            (false || env.flag(x1).await)
        } else {
            let x5 = Vec::from([(env.attempt(x1).await? ^ env.attempt(x1).await?), env.step(env.next()).await]);
            true
        }) {
            Shape::Line(5)
        } else {
            env.shape(0).await
        }) {
            Shape::Named { name: mut y6, size: y7 } => {
                env.text(env.attempt(x1).await?).await
            }
            Shape::Line(y8) if (y8 < x1) => {
                env.text(env.step(env.step(x1).await).await).await
            }
            _ => String::from("l4"),
        })) {
            Some(mut y9) => {
                env.shape(env.step(x1).await).await
            }
            Some(y10) => Shape::Line(8),
            _ => (Shape::Named { name: env.text(x1).await, size: x1 }),
        }) {

        }
        Ok(env.attempt(5).await?)
    }

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str) -> Option<u32> {
        let Some(x1) = Some(String::from("l3")) else {
            return Some(5);
        };
        let x2;
        if env.flag(2).await {
            x2 = env.maybe_text(7).await;
        } else {
            x2 = env.maybe_text(9).await;
        }
        env.eat(x2);
        let Some(x31) = (if let Ok(5..) = env.attempt(env.step(7).await).await {
            match env.item(env.step(env.step(1).await).await).await {
                Item { id: y3 @ 1.., .. } => {
                    let mut stack4 = env.list(6).await;
                    'l5: while let Some(y6) = stack4.pop() {
                        let mut numbers = label.to_string();
                        if let Some(y7) = env.maybe_text(y6).await && (y6 == 7) {
                            let old8 = std::mem::take(&mut numbers);
                            let apply9 = |value: u32| y6;
                            env.log(apply9(1));
                            env.log(apply9(0));
                            let apply10 = |value: u32| (Item { id: 2, name: String::from("l2") }).id;
                            env.log(apply10(2));
                            env.log(apply10(1));
                        } else {
                            let mut x11 = env.maybe(env.next()).await;
                            _ = env.step(x11?).await;
                        }
                    }
                    let Ok(x12) = helper1(env, &numbers).await else {
                        _ = env.text(env.maybe(y3).await?).await;
                        return Some(y3);
                    };
                    let (x13, x14) = (9, env.text(env.step(env.step(y3).await).await).await);
                }
                Item { id: mut y15 @ 6.., .. } => {
                    env.maybe_text(env.maybe(y15).await?).await;
                    let mut x16 = extend(out.to_vec(), 8);
                }
                _ => {
                    env.log((match (if let Ok(y17) = Ok::<u32, Fault>((env.text(0).await.len() as u32)) && env.flag(y17).await && let Some(y18) = Some(String::from("l4")) {
                        let Some(x25) = (match env.pair((if ((env.flag(y17).await || env.flag(9).await) || (false || false)) {
                            #[allow(unused_must_use)]
                            env.step(env.step(y17).await).await;
                            _ = env.list((x1.len() as u32)).await;
                            y17
                        } else {
                            let mut x19 = env.maybe(env.step(y17).await).await;
                            *out = out.to_vec().into_iter().map(|value| value ^ 5).collect::<Vec<u32>>();
                            y17
                        })).await {
                            (4.., y20) if true => ({
                                let mut turn21 = 0;
                                'l22: loop {
                                    turn21 += 1;
                                    if turn21 > 1 {
                                        break env.maybe_text(env.step(turn21).await).await;
                                    }
                                    let x23;
                                    if env.flag(env.step(y17).await).await {
                                        x23 = turn21;
                                    } else {
                                        x23 = env.maybe(env.step(y17).await).await?;
                                    }
                                }
                            }),
                            _ => Some(Some(String::from("l2"))?),
                        }) else {
                            let view24 = &*out;
                            return Some(5);
                        };
                        env.log(env.flag(y17).await);
                        let Some(x28) = u32::checked_sub(env.step(y17).await, mix(y17, env.next())) else {
                            let x26;
                            if (false && env.flag(y17).await) {
                                x26 = env.shape(6).await;
                            } else {
                                x26 = (Shape::Named { name: env.text(y17).await, size: env.step(y17).await });
                            }
                            let mut x27 = extend(numbers.to_vec(), env.list(y17).await.first().copied()?);
                            return Some(y17);
                        };
                        env.item(env.step(env.step(9).await).await).await
                    } else {
                        let view29 = &*out;
                        env.item(env.step(env.step(1).await).await).await
                    }) {
                        Item { id: mut y30 @ 5.., .. } if (y30 == 1) => {
                            (Item { id: (x1.len() as u32), name: clip(label.to_string() + &x1.clone()) })
                        }
                        Item { id: 7, .. } => {
                            rename((Item { id: 2, ..env.item(4).await }), clip(x1.clone() + &x1))
                        }
                        _ => {
                            env.item(env.step(env.next()).await).await
                        }
                    }));
                }
            }
            helper1(env, &out).await.ok()
        } else {
            env.attempt(3).await.ok()
        }) else {
            return Some(Some(5)?);
        };
        None
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env) -> Option<Item> {
        let x3 = ({
            let mut turn1 = 0;
            loop {
                turn1 += 1;
                if turn1 > 3 {
                    break Ok::<u32, Fault>(2).ok();
                }
                if let Some(y2) = u32::checked_sub(turn1, ((turn1 + env.next()) % LIMIT)) {
                    env.show(&turn1).await;
                } else {
                    let mut turn1 = env.step(env.next()).await;
                    env.step(Some(2)?).await;
                }
            }
        });
        let x5 = env.step(({
            let mut turn4 = 0;
            loop {
                turn4 += 1;
                if turn4 > 3 {
                    break env.next();
                }
                env.log(env.flag(turn4).await);
                break env.step(turn4).await;
            }
        })).await;
        let x6;
        if ((env.next() < env.step(x5).await) || env.flag(x5).await) {
            x6 = env.text(x5).await;
        } else {
            x6 = Some(env.text(7).await)?;
        }
        _ = env.maybe_text(env.step(env.step(x5).await).await).await;
        Some(env.item(x5).await)
    }

    #[cancel_safe]
    pub async fn helper1(env: &Env, numbers: &[u32]) -> Result<u32, Fault> {
        let x1 = (env.pair(1).await.1.len() as u32);
        let mut inner2 = Checkpoint::new();
        let x3 = helper0(&mut inner2, env).await;
        env.log(x3);
        let numbers = env.list(Ok::<u32, Fault>(9)?).await;
        _ = env.text(9).await;
        if let Shape::Named { name: y11, size: y12 } = (match Some((match (if (if let Shape::Dot = Shape::Line(1) {
            let mut x4 = u32::checked_sub([2, env.next(), env.next()][(x1 % 3) as usize], env.step(x1).await).ok_or(Fault(Err::<u32, Fault>(Fault(x1))?));
            env.log(env.attempt(x1).await.ok());
            (false || env.flag(x1).await)
        } else {
            let x5 = Vec::from([(env.attempt(x1).await? ^ env.attempt(x1).await?), env.step(env.next()).await]);
            true
        }) {
            Shape::Line(5)
        } else {
            env.shape(0).await
        }) {
            Shape::Named { name: mut y6, size: y7 } => {
                env.text(env.attempt(x1).await?).await
            }
            Shape::Line(y8) if (y8 < x1) => {
                env.text(env.step(env.step(x1).await).await).await
            }
            _ => String::from("l4"),
        })) {
            Some(mut y9) => {
                env.shape(env.step(x1).await).await
            }
            Some(y10) => Shape::Line(8),
            _ => (Shape::Named { name: env.text(x1).await, size: x1 }),
        }) {

        }
        Ok(env.attempt(5).await?)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str) -> Option<u32> {
        let Some(x1) = Some(String::from("l3")) else {
            return Some(5);
        };
        let x2;
        if env.flag(2).await {
            x2 = env.maybe_text(7).await;
        } else {
            x2 = env.maybe_text(9).await;
        }
        env.eat(x2);
        let Some(x31) = (if let Ok(5..) = env.attempt(env.step(7).await).await {
            match env.item(env.step(env.step(1).await).await).await {
                Item { id: y3 @ 1.., .. } => {
                    let mut stack4 = env.list(6).await;
                    'l5: while let Some(y6) = stack4.pop() {
                        let mut numbers = label.to_string();
                        if let Some(y7) = env.maybe_text(y6).await && (y6 == 7) {
                            let old8 = std::mem::take(&mut numbers);
                            let apply9 = |value: u32| y6;
                            env.log(apply9(1));
                            env.log(apply9(0));
                            let apply10 = |value: u32| (Item { id: 2, name: String::from("l2") }).id;
                            env.log(apply10(2));
                            env.log(apply10(1));
                        } else {
                            let mut x11 = env.maybe(env.next()).await;
                            _ = env.step(x11?).await;
                        }
                    }
                    let Ok(x12) = helper1(_, env, &numbers).await else {
                        _ = env.text(env.maybe(y3).await?).await;
                        return Some(y3);
                    };
                    let (x13, x14) = (9, env.text(env.step(env.step(y3).await).await).await);
                }
                Item { id: mut y15 @ 6.., .. } => {
                    env.maybe_text(env.maybe(y15).await?).await;
                    let mut x16 = extend(out.to_vec(), 8);
                }
                _ => {
                    env.log((match (if let Ok(y17) = Ok::<u32, Fault>((env.text(0).await.len() as u32)) && env.flag(y17).await && let Some(y18) = Some(String::from("l4")) {
                        let Some(x25) = (match env.pair((if ((env.flag(y17).await || env.flag(9).await) || (false || false)) {
                            #[allow(unused_must_use)]
                            env.step(env.step(y17).await).await;
                            _ = env.list((x1.len() as u32)).await;
                            y17
                        } else {
                            let mut x19 = env.maybe(env.step(y17).await).await;
                            *out = out.to_vec().into_iter().map(|value| value ^ 5).collect::<Vec<u32>>();
                            y17
                        })).await {
                            (4.., y20) if true => ({
                                let mut turn21 = 0;
                                'l22: loop {
                                    turn21 += 1;
                                    if turn21 > 1 {
                                        break env.maybe_text(env.step(turn21).await).await;
                                    }
                                    let x23;
                                    if env.flag(env.step(y17).await).await {
                                        x23 = turn21;
                                    } else {
                                        x23 = env.maybe(env.step(y17).await).await?;
                                    }
                                }
                            }),
                            _ => Some(Some(String::from("l2"))?),
                        }) else {
                            let view24 = &*out;
                            return Some(5);
                        };
                        env.log(env.flag(y17).await);
                        let Some(x28) = u32::checked_sub(env.step(y17).await, mix(y17, env.next())) else {
                            let x26;
                            if (false && env.flag(y17).await) {
                                x26 = env.shape(6).await;
                            } else {
                                x26 = (Shape::Named { name: env.text(y17).await, size: env.step(y17).await });
                            }
                            let mut x27 = extend(numbers.to_vec(), env.list(y17).await.first().copied()?);
                            return Some(y17);
                        };
                        env.item(env.step(env.step(9).await).await).await
                    } else {
                        let view29 = &*out;
                        env.item(env.step(env.step(1).await).await).await
                    }) {
                        Item { id: mut y30 @ 5.., .. } if (y30 == 1) => {
                            (Item { id: (x1.len() as u32), name: clip(label.to_string() + &x1.clone()) })
                        }
                        Item { id: 7, .. } => {
                            rename((Item { id: 2, ..env.item(4).await }), clip(x1.clone() + &x1))
                        }
                        _ => {
                            env.item(env.step(env.next()).await).await
                        }
                    }));
                }
            }
            helper1(_, env, &out).await.ok()
        } else {
            env.attempt(3).await.ok()
        }) else {
            return Some(Some(5)?);
        };
        None
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.numbers, &mut world.out, &world.label).await;
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
            let returned = annotated::subject(pending, &world.env, &world.numbers, &mut world.out, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
