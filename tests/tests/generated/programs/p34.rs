// --show --seed 34 --max-size 36 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env) -> Option<Vec<u32>> {
        let apply1 = |value: u32| value;
        env.log(apply1(9));
        env.log(apply1(0));
        let _ = env.list(9).await;
        for y2 in Vec::from([env.next(), mix(6, 7)]) {
            let y2 = (7, String::from("l7"));
        }
        env.maybe_text(env.next()).await;
        Some(Vec::from([7, 8]))
    }

    pub async fn subject(env: &Env) -> Result<Vec<u32>, Fault> {
        env.log((false && false));
        match (match env.pair(sum(&Vec::from([4, 5]))).await {
            (4.., y1) => env.step(9).await,
            (2.., y2) if (!true) => 8,
            (mut y3 @ 0..=6, y4) => {
                let apply5 = |value: u32| ((sum(&Vec::<u32>::new()) + value) % LIMIT);
                env.log(apply5(0));
                env.log(apply5(9));
                env.step(sum(&Vec::from([4, 5]))).await
            }
            _ => env.step(mix(2, 3)).await,
        }) {
            5 | 8 if (7 == 7) => {
                for i6 in 0..sum(&Vec::from([5, 6])) % 4 {
                    let (x7, mut x8) = (sum(&Vec::from([env.next(), i6])), String::from("l3"));
                    return Ok(extend(Vec::from([5, 6]), i6).into_iter().map(|value| value ^ 1).collect::<Vec<u32>>());
                }
                let (x9, x10) = (3, String::from("l3"));
            }
            y11 @ 3..=7 => {
                let mut y11 = env.text(y11).await;
                let old12 = std::mem::take(&mut y11);
                env.eat(old12);
            }
            y13 => {
                for y14 in vec![env.step(7).await, y13] {

                    let x16 = helper0(env).await;
                    env.log(x16);
                    if let Ok(mut y17) = env.maybe(env.next()).await.ok_or(Fault(7)) {

                        let x19 = helper0(env).await;
                        env.log(x19);
                        if let Shape::Line(y26) | Shape::Named { size: y26, .. } = (match env.maybe(env.next()).await {
                            Some(0 | 3) if Vec::from([4, 5]).is_empty() => {
                                let x20 = y14;
                                env.list(y17).await;
                                env.step((Item { id: 4, name: String::from("l4") }).id).await;
                                let view21 = &y14;
                                env.show(&x20).await;
                                env.shape(y14).await
                            }
                            Some(y22) if (y22 < 6) => {
                                let apply23 = |value: u32| y13;
                                env.log(apply23(3));
                                env.log(apply23(8));
                                env.shape(6).await
                            }
                            y24 => {
                                let apply25 = |value: u32| y17;
                                env.log(apply25(8));
                                env.log(apply25(4));
                                env.log(y24);
                                Shape::Line([y17, 3, y13][(y14 % 3) as usize])
                            }
                        }) && true && let Shape::Named { name: y27, size: y28 } = (Shape::Named { name: String::from("l0"), size: y17 }) {
                            let mut x29 = env.item(y13).await;
                            let x30 = env.step(y14).await;
                        }
                        {
                            let mut turn31 = 0;
                            loop {
                                turn31 += 1;
                                if turn31 > 2 {
                                    break;
                                }
                                let _ = env.flag(y13).await;
                                let y14 = env.item(1).await;
                            }
                        }
                    } else {
                        env.step(7).await;
                        let x32 = Some(String::from("l9"));
                    }
                }
            }
        }
        let apply33 = |value: u32| value;
        env.log(apply33(6));
        env.log(apply33(0));
        env.log(Some(String::from("l7")));
        let x34 = env.step(env.next()).await;
        env.log(Ok::<u32, Fault>(env.next()));
        Err(Fault(env.next()))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env) -> Option<Vec<u32>> {
        let apply1 = |value: u32| value;
        env.log(apply1(9));
        env.log(apply1(0));
        let _ = env.list(9).await;
        for y2 in Vec::from([env.next(), mix(6, 7)]) {
            let y2 = (7, String::from("l7"));
        }
        env.maybe_text(env.next()).await;
        Some(Vec::from([7, 8]))
    }

    #[cancel_safe]
    pub async fn subject(env: &Env) -> Result<Vec<u32>, Fault> {
        env.log((false && false));
        match (match env.pair(sum(&Vec::from([4, 5]))).await {
            (4.., y1) => env.step(9).await,
            (2.., y2) if (!true) => 8,
            (mut y3 @ 0..=6, y4) => {
                let apply5 = |value: u32| ((sum(&Vec::<u32>::new()) + value) % LIMIT);
                env.log(apply5(0));
                env.log(apply5(9));
                env.step(sum(&Vec::from([4, 5]))).await
            }
            _ => env.step(mix(2, 3)).await,
        }) {
            5 | 8 if (7 == 7) => {
                for i6 in 0..sum(&Vec::from([5, 6])) % 4 {
                    let (x7, mut x8) = (sum(&Vec::from([env.next(), i6])), String::from("l3"));
                    return Ok(extend(Vec::from([5, 6]), i6).into_iter().map(|value| value ^ 1).collect::<Vec<u32>>());
                }
                let (x9, x10) = (3, String::from("l3"));
            }
            y11 @ 3..=7 => {
                let mut y11 = env.text(y11).await;
                let old12 = std::mem::take(&mut y11);
                env.eat(old12);
            }
            y13 => {
                for y14 in vec![env.step(7).await, y13] {
                    let mut inner15 = Checkpoint::new();
                    let x16 = helper0(&mut inner15, env).await;
                    env.log(x16);
                    if let Ok(mut y17) = env.maybe(env.next()).await.ok_or(Fault(7)) {
                        let mut inner18 = Checkpoint::new();
                        let x19 = helper0(&mut inner18, env).await;
                        env.log(x19);
                        if let Shape::Line(y26) | Shape::Named { size: y26, .. } = (match env.maybe(env.next()).await {
                            Some(0 | 3) if Vec::from([4, 5]).is_empty() => {
                                let x20 = y14;
                                env.list(y17).await;
                                env.step((Item { id: 4, name: String::from("l4") }).id).await;
                                let view21 = &y14;
                                env.show(&x20).await;
                                env.shape(y14).await
                            }
                            Some(y22) if (y22 < 6) => {
                                let apply23 = |value: u32| y13;
                                env.log(apply23(3));
                                env.log(apply23(8));
                                env.shape(6).await
                            }
                            y24 => {
                                let apply25 = |value: u32| y17;
                                env.log(apply25(8));
                                env.log(apply25(4));
                                env.log(y24);
                                Shape::Line([y17, 3, y13][(y14 % 3) as usize])
                            }
                        }) && true && let Shape::Named { name: y27, size: y28 } = (Shape::Named { name: String::from("l0"), size: y17 }) {
                            let mut x29 = env.item(y13).await;
                            let x30 = env.step(y14).await;
                        }
                        {
                            let mut turn31 = 0;
                            loop {
                                turn31 += 1;
                                if turn31 > 2 {
                                    break;
                                }
                                let _ = env.flag(y13).await;
                                let y14 = env.item(1).await;
                            }
                        }
                    } else {
                        env.step(7).await;
                        let x32 = Some(String::from("l9"));
                    }
                }
            }
        }
        let apply33 = |value: u32| value;
        env.log(apply33(6));
        env.log(apply33(0));
        env.log(Some(String::from("l7")));
        let x34 = env.step(env.next()).await;
        env.log(Ok::<u32, Fault>(env.next()));
        Err(Fault(env.next()))
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
