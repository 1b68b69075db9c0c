// --show --seed 31 --max-size 33 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str, items: Vec<u32>, title: String, start: u32) -> u32 {
        let x1;
        if (!items.clone().is_empty()) {
            x1 = ({
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 3 {
                        break out.to_vec();
                    }
                    let (x3, x4) = (turn2, (Item { id: 7, name: String::from("l7") }).name);
                }
            });
        } else {
            x1 = items.clone();
        }
        let x19: u32 = ({
            env.log(({
                let mut turn5 = 0;
                'l6: loop {
                    turn5 += 1;
                    if turn5 > 3 {
                        break env.list(5).await;
                    }
                    let x7;
                    if false {
                        x7 = (if env.flag(start).await {
                            match title.clone().as_str() {
                                "t6" | "t7" => {
                                    env.flag((label.to_string().len() as u32)).await;
                                    env.text(5).await;
                                    env.log(env.pair(start).await);
                                    env.maybe_text(3).await;
                                }
                                "t0" | "t1" => {
                                    env.show(&items).await;
                                    let mut x8 = title.clone();
                                }
                                _ => {
                                    env.show(&items).await;
                                }
                            }
                            env.maybe(turn5).await
                        } else {
                            {
                                let mut turn9 = 0;
                                loop {
                                    turn9 += 1;
                                    if turn9 > 1 {
                                        break;
                                    }
                                    env.show(&label).await;
                                    let apply10 = |value: u32| start;
                                    env.log(apply10(9));
                                    env.log(apply10(5));
                                    env.show(&items).await;
                                    env.text(turn5).await;
                                }
                            }
                            match env.pair(turn5).await {
                                (3.., mut y11) => {
                                    const LOCAL12: u32 = 4;
                                    env.log(LOCAL12);
                                    let (x13, x14) = (start, String::from("l8"));
                                    _ = env.step(sum(&out.to_vec())).await;
                                    let _ = env.step(env.step(env.step(0).await).await).await;
                                }
                                mut y15 => {
                                    env.text((Item { id: 4, name: String::from("l4") }).id).await;
                                    let mut x16 = env.step(env.step(turn5).await).await;
                                }
                            }
                            env.maybe((match ((match &title[..] {
                                "t1" | "t2" => (env.flag(start).await && env.flag(start).await),
                                _ => (!true),
                            }) && env.flag(start).await) {
                                false if (start < start) => env.step((title.len() as u32)).await,
                                false => {
                                    let x17: u32 = (Item { id: 4, ..(Item { id: start, name: label.to_string() }) }).id;
                                    env.show(&items).await;
                                    env.step(turn5).await
                                }
                                y18 => (Item { id: 1, name: String::from("l1") }).id,
                            })).await
                        });
                    } else {
                        x7 = env.maybe((start ^ 4)).await;
                    }
                }
            }));
            env.step(env.step(start).await).await
        });
        (start ^ x19)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, label: &str, items: Vec<u32>, title: String, start: u32) -> u32 {
        let x1;
        if (!items.clone().is_empty()) {
            x1 = ({
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 3 {
                        break out.to_vec();
                    }
                    let (x3, x4) = (turn2, (Item { id: 7, name: String::from("l7") }).name);
                }
            });
        } else {
            x1 = items.clone();
        }
        let x19: u32 = ({
            env.log(({
                let mut turn5 = 0;
                'l6: loop {
                    turn5 += 1;
                    if turn5 > 3 {
                        break env.list(5).await;
                    }
                    let x7;
                    if false {
                        x7 = (if env.flag(start).await {
                            match title.clone().as_str() {
                                "t6" | "t7" => {
                                    env.flag((label.to_string().len() as u32)).await;
                                    env.text(5).await;
                                    env.log(env.pair(start).await);
                                    env.maybe_text(3).await;
                                }
                                "t0" | "t1" => {
                                    env.show(&items).await;
                                    let mut x8 = title.clone();
                                }
                                _ => {
                                    env.show(&items).await;
                                }
                            }
                            env.maybe(turn5).await
                        } else {
                            {
                                let mut turn9 = 0;
                                loop {
                                    turn9 += 1;
                                    if turn9 > 1 {
                                        break;
                                    }
                                    env.show(&label).await;
                                    let apply10 = |value: u32| start;
                                    env.log(apply10(9));
                                    env.log(apply10(5));
                                    env.show(&items).await;
                                    env.text(turn5).await;
                                }
                            }
                            match env.pair(turn5).await {
                                (3.., mut y11) => {
                                    const LOCAL12: u32 = 4;
                                    env.log(LOCAL12);
                                    let (x13, x14) = (start, String::from("l8"));
                                    _ = env.step(sum(&out.to_vec())).await;
                                    let _ = env.step(env.step(env.step(0).await).await).await;
                                }
                                mut y15 => {
                                    env.text((Item { id: 4, name: String::from("l4") }).id).await;
                                    let mut x16 = env.step(env.step(turn5).await).await;
                                }
                            }
                            env.maybe((match ((match &title[..] {
                                "t1" | "t2" => (env.flag(start).await && env.flag(start).await),
                                _ => (!true),
                            }) && env.flag(start).await) {
                                false if (start < start) => env.step((title.len() as u32)).await,
                                false => {
                                    let x17: u32 = (Item { id: 4, ..(Item { id: start, name: label.to_string() }) }).id;
                                    env.show(&items).await;
                                    env.step(turn5).await
                                }
                                y18 => (Item { id: 1, name: String::from("l1") }).id,
                            })).await
                        });
                    } else {
                        x7 = env.maybe((start ^ 4)).await;
                    }
                }
            }));
            env.step(env.step(start).await).await
        });
        (start ^ x19)
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
