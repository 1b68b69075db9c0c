// --show --seed 29 --max-size 31 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env) -> Result<u32, Fault> {
        env.log((0, String::from("l7")));
        env.log(Ok::<u32, Fault>(env.next()));
        let mut x1 = Some((Item { id: 8, ..(Item { id: 6, name: String::from("l6") }) }).name);
        let mut turn2 = 0;
        while turn2 < 3 {
            turn2 += 1;
            env.log(Shape::Line(turn2));
        }
        let (x3, x4) = (({
            let mut turn5 = 0;
            loop {
                turn5 += 1;
                if turn5 > 3 {
                    break turn5;
                }
                let view6 = &turn5;
            }
        }), env.text((Item { id: 3, name: String::from("l3") }).id).await);
        let view7 = &x3;
        env.log((true || true));
        Ok(7)
    }

    pub async fn subject(env: &Env) -> u32 {
        'l1: while let Some(y2) = env.maybe_text(7).await {
            let x3: u32 = (Item { id: 6, ..env.item(6).await }).id;
            if let Some(4) = (match env.shape(((x3 + x3) % LIMIT)).await {
                Shape::Line(y4) | Shape::Named { size: y4, .. } => {
                    let mut turn5 = 0;
                    'l6: while turn5 < 3 {
                        turn5 += 1;
                        env.show(&x3).await;
                    }
                    env.maybe((y2.clone().len() as u32)).await
                }
                Shape::Dot => Some(8),
                Shape::Line(y7) => {
                    if env.flag(0).await {
                        env.show(&y2).await;
                        let Item { id: x8, name: x9 } = env.item(x3).await;
                    } else {
                        env.maybe_text((y2.clone().len() as u32)).await;
                    }
                    u32::checked_sub(env.step(1).await, mix(x3, env.next()))
                }
                _ => {
                    break;
                }
            }) {
                continue 'l1;
            } else {
                let mut x10 = y2.clone();
            }
            if (env.flag(4).await || (true && env.flag(x3).await)) {
                match ((if env.flag(x3).await {
                    for i11 in (0..(y2.len() as u32) % 4).rev() {
                        env.show(&x3).await;
                    }
                    (match env.step(env.next()).await {
                        y12 @ 0..=4 if (x3 < x3) => {
                            let x13 = env.step(x3).await;
                            env.step(x13).await
                        }
                        5 if (true && true) => (y2.len() as u32),
                        y14 => env.next(),
                    })
                } else if false {
                    env.shape(x3).await;
                    sum(&env.list(env.next()).await)
                } else if env.flag(7).await {
                    let mut x15 = env.step(6).await;
                    _ = env.item(x15).await;
                    x3
                } else {
                    let (x16, x17) = (x3, String::from("l4"));
                    env.flag(env.next()).await;
                    let view18 = x17.as_str();
                    let x19 = env.maybe_text(((5, String::from("l5")).1.len() as u32)).await;
                    x3
                }), env.text(x3).await) {
                    (3.., y20) => {
                        match env.step(3).await {
                            y21 @ 7..=11 => {
                                env.show(&x3).await;
                                let y21 = y21;

                                let x23 = helper0(env).await;
                                env.log(x23);
                            }
                            y24 @ 7..=11 if (y24 == 0) => {

                            }
                            y25 => {

                            }
                        }
                    }
                    (2.., y26) => {

                    }
                    _ => {

                    }
                }
            } else {

            }
        }
        env.step(env.next()).await
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env) -> Result<u32, Fault> {
        env.log((0, String::from("l7")));
        env.log(Ok::<u32, Fault>(env.next()));
        let mut x1 = Some((Item { id: 8, ..(Item { id: 6, name: String::from("l6") }) }).name);
        let mut turn2 = 0;
        while turn2 < 3 {
            turn2 += 1;
            env.log(Shape::Line(turn2));
        }
        let (x3, x4) = (({
            let mut turn5 = 0;
            loop {
                turn5 += 1;
                if turn5 > 3 {
                    break turn5;
                }
                let view6 = &turn5;
            }
        }), env.text((Item { id: 3, name: String::from("l3") }).id).await);
        let view7 = &x3;
        env.log((true || true));
        Ok(7)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env) -> u32 {
        'l1: while let Some(y2) = env.maybe_text(7).await {
            let x3: u32 = (Item { id: 6, ..env.item(6).await }).id;
            if let Some(4) = (match env.shape(((x3 + x3) % LIMIT)).await {
                Shape::Line(y4) | Shape::Named { size: y4, .. } => {
                    let mut turn5 = 0;
                    'l6: while turn5 < 3 {
                        turn5 += 1;
                        env.show(&x3).await;
                    }
                    env.maybe((y2.clone().len() as u32)).await
                }
                Shape::Dot => Some(8),
                Shape::Line(y7) => {
                    if env.flag(0).await {
                        env.show(&y2).await;
                        let Item { id: x8, name: x9 } = env.item(x3).await;
                    } else {
                        env.maybe_text((y2.clone().len() as u32)).await;
                    }
                    u32::checked_sub(env.step(1).await, mix(x3, env.next()))
                }
                _ => {
                    break;
                }
            }) {
                continue 'l1;
            } else {
                let mut x10 = y2.clone();
            }
            if (env.flag(4).await || (true && env.flag(x3).await)) {
                match ((if env.flag(x3).await {
                    for i11 in (0..(y2.len() as u32) % 4).rev() {
                        env.show(&x3).await;
                    }
                    (match env.step(env.next()).await {
                        y12 @ 0..=4 if (x3 < x3) => {
                            let x13 = env.step(x3).await;
                            env.step(x13).await
                        }
                        5 if (true && true) => (y2.len() as u32),
                        y14 => env.next(),
                    })
                } else if false {
                    env.shape(x3).await;
                    sum(&env.list(env.next()).await)
                } else if env.flag(7).await {
                    let mut x15 = env.step(6).await;
                    _ = env.item(x15).await;
                    x3
                } else {
                    let (x16, x17) = (x3, String::from("l4"));
                    env.flag(env.next()).await;
                    let view18 = x17.as_str();
                    let x19 = env.maybe_text(((5, String::from("l5")).1.len() as u32)).await;
                    x3
                }), env.text(x3).await) {
                    (3.., y20) => {
                        match env.step(3).await {
                            y21 @ 7..=11 => {
                                env.show(&x3).await;
                                let y21 = y21;
                                let mut inner22 = Checkpoint::new();
                                let x23 = helper0(&mut inner22, env).await;
                                env.log(x23);
                            }
                            y24 @ 7..=11 if (y24 == 0) => {

                            }
                            y25 => {

                            }
                        }
                    }
                    (2.., y26) => {

                    }
                    _ => {

                    }
                }
            } else {

            }
        }
        env.step(env.next()).await
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
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
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
