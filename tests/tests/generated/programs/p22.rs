// --show --seed 22 --max-size 24 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> Result<Vec<u32>, Fault> {
        env.log(Ok::<u32, Fault>(5).ok());
        let mut x1: Item = (Item { id: 8, name: String::from("l8") });
        #[allow(unused_must_use)]
        env.step(6).await;
        env.step(start).await;
        _ = env.text((String::from("l1").len() as u32)).await;
        env.log((Shape::Named { name: String::from("l3"), size: start }));
        env.attempt(start).await;
        env.log((Shape::Named { name: String::from("l0"), size: env.next() }));
        Ok(Vec::from([7, env.next()]))
    }

    pub async fn helper1(env: &Env) -> Vec<u32> {
        env.log(Vec::from([8, 9]).into_iter().map(|value| value ^ 5).collect::<Vec<u32>>());
        'l1: for y2 in env.list(2).await.into_iter().map(|value| value ^ 7).collect::<Vec<u32>>().into_iter().map(|value| value ^ 0).collect::<Vec<u32>>() {
            env.item(0).await;
            match 5 {
                7 | 10 => {
                    env.log(Ok::<u32, Fault>(env.next()));
                    let mut x3 = Some(String::from("l7"));
                    let _ = env.list(y2).await;
                    let x4;
                    if (y2 < y2) {
                        x4 = (!(6 == env.step(y2).await));
                    } else {
                        x4 = true;
                    }
                }
                7 | 10 => {

                }
                2..=6 => {

                }
                _ => {

                }
            }
        }
        env.list(((env.next() + 4) % LIMIT)).await
    }

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, mut title: String, start: u32) -> Vec<u32> {
        let mut turn1 = 0;
        'l2: while turn1 < 3 {
            turn1 += 1;
            let _ = env.list(start).await;
            out.push(sum(&numbers.to_vec()));
            out.truncate(6);
            match env.maybe_text(numbers.first().copied().unwrap_or(8)).await {
                Some(y3) => {
                    let x4 = env.maybe(start).await;
                    let mut x5: Vec<u32> = env.list(start).await;
                    let x12 = (match (if let Item { id: 1, .. } = (match Some(title.clone()) {
                        Some(mut y6) if out.to_vec().is_empty() => (Item { id: sum(&helper1(env).await), ..env.item(start).await }),
                        Some(mut y7) => env.item(6).await,
                        _ => (Item { name: y3.clone(), id: [6, start, start][(env.step(start).await % 3) as usize] }),
                    }) {
                        let view8 = &x5[..];

                        let x10 = helper1(env).await;
                        x4
                    } else {
                        env.log(y3.clone());
                        Some(5)
                    }) {
                        Some(0 | 3) => env.shape(turn1).await,
                        _ => {
                            let x11;
                            if (turn1 == turn1) {
                                x11 = env.shape(turn1).await;
                            } else {
                                x11 = Shape::Line(4);
                            }
                            x11.clone()
                        }
                    });
                }
                y13 => {
                    env.maybe_text(start).await;
                }
            }
            out.push(env.next());
            out.truncate(6);
            *out = env.list(turn1).await;
        }
        env.show(&turn1).await;
        env.log(Shape::Line(6));
        {
            let mut turn14 = 0;
            loop {
                turn14 += 1;
                if turn14 > 3 {
                    break;
                }
                let x15;
                if env.flag(7).await {
                    x15 = 4;
                } else {
                    x15 = start;
                }
                'l16: for y17 in Some(glue(&title.clone(), &title.clone())) {

                    let x19 = helper1(env).await;
                    #[allow(unused_must_use)]
                    env.step(turn1).await;
                }
            }
        }
        Vec::from([6, 7])
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32], start: u32) -> Result<Vec<u32>, Fault> {
        env.log(Ok::<u32, Fault>(5).ok());
        let mut x1: Item = (Item { id: 8, name: String::from("l8") });
        #[allow(unused_must_use)]
        env.step(6).await;
        env.step(start).await;
        _ = env.text((String::from("l1").len() as u32)).await;
        env.log((Shape::Named { name: String::from("l3"), size: start }));
        env.attempt(start).await;
        env.log((Shape::Named { name: String::from("l0"), size: env.next() }));
        Ok(Vec::from([7, env.next()]))
    }

    #[cancel_safe]
    pub async fn helper1(env: &Env) -> Vec<u32> {
        env.log(Vec::from([8, 9]).into_iter().map(|value| value ^ 5).collect::<Vec<u32>>());
        'l1: for y2 in env.list(2).await.into_iter().map(|value| value ^ 7).collect::<Vec<u32>>().into_iter().map(|value| value ^ 0).collect::<Vec<u32>>() {
            env.item(0).await;
            match 5 {
                7 | 10 => {
                    env.log(Ok::<u32, Fault>(env.next()));
                    let mut x3 = Some(String::from("l7"));
                    let _ = env.list(y2).await;
                    let x4;
                    if (y2 < y2) {
                        x4 = (!(6 == env.step(y2).await));
                    } else {
                        x4 = true;
                    }
                }
                7 | 10 => {

                }
                2..=6 => {

                }
                _ => {

                }
            }
        }
        env.list(((env.next() + 4) % LIMIT)).await
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, mut title: String, start: u32) -> Vec<u32> {
        let mut turn1 = 0;
        'l2: while turn1 < 3 {
            turn1 += 1;
            let _ = env.list(start).await;
            out.push(sum(&numbers.to_vec()));
            out.truncate(6);
            match env.maybe_text(numbers.first().copied().unwrap_or(8)).await {
                Some(y3) => {
                    let x4 = env.maybe(start).await;
                    let mut x5: Vec<u32> = env.list(start).await;
                    let x12 = (match (if let Item { id: 1, .. } = (match Some(title.clone()) {
                        Some(mut y6) if out.to_vec().is_empty() => (Item { id: sum(&helper1(_, env).await), ..env.item(start).await }),
                        Some(mut y7) => env.item(6).await,
                        _ => (Item { name: y3.clone(), id: [6, start, start][(env.step(start).await % 3) as usize] }),
                    }) {
                        let view8 = &x5[..];
                        let mut inner9 = Checkpoint::new();
                        let x10 = helper1(&mut inner9, env).await;
                        x4
                    } else {
                        env.log(y3.clone());
                        Some(5)
                    }) {
                        Some(0 | 3) => env.shape(turn1).await,
                        _ => {
                            let x11;
                            if (turn1 == turn1) {
                                x11 = env.shape(turn1).await;
                            } else {
                                x11 = Shape::Line(4);
                            }
                            x11.clone()
                        }
                    });
                }
                y13 => {
                    env.maybe_text(start).await;
                }
            }
            out.push(env.next());
            out.truncate(6);
            *out = env.list(turn1).await;
        }
        env.show(&turn1).await;
        env.log(Shape::Line(6));
        {
            let mut turn14 = 0;
            loop {
                turn14 += 1;
                if turn14 > 3 {
                    break;
                }
                let x15;
                if env.flag(7).await {
                    x15 = 4;
                } else {
                    x15 = start;
                }
                'l16: for y17 in Some(glue(&title.clone(), &title.clone())) {
                    let mut inner18 = Checkpoint::new();
                    let x19 = helper1(&mut inner18, env).await;
                    #[allow(unused_must_use)]
                    env.step(turn1).await;
                }
            }
        }
        Vec::from([6, 7])
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
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
        while world.returned.len() < 1 {
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
