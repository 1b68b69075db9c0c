// --show --seed 25 --max-size 27 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, title: String, start: u32) -> Option<String> {
        let _ = env.item(start).await;
        let (x1, x2) = (start, env.maybe_text(start).await?);
        env.show(&x2).await;
        let mut x3 = env.pair((Item { name: x2.clone(), id: env.next() }).id).await;
        fn local4(n: u32) -> u32 {
            n ^ 7
        }
        env.log(local4((x2.len() as u32)));
        let x5 = Some(8).ok_or(Fault(6));
        let mut stack6 = env.list(mix(start, 4)).await;
        while let Some(y7) = stack6.pop() {
            env.log((if (true && true) {
                break;
            } else {
                while let Some(y8) = env.maybe_text(env.step(x1).await).await {
                    {
                        let mut turn9 = 0;
                        loop {
                            turn9 += 1;
                            if turn9 > 2 {
                                break;
                            }
                            env.shape(env.next()).await;
                            env.show(&x3).await;
                            env.show(&start).await;
                        }
                    }
                    while let Some(y10) = env.maybe(start).await {
                        let edit11 = &mut x3;
                    }
                }
                let apply12 = |value: u32| [(*x5.as_ref().unwrap_or(&0)), y7, (title.clone().len() as u32)][(y7 % 3) as usize];
                env.log(apply12(2));
                env.log(apply12(2));
                let (x13, mut x14) = x3.clone();
                match &x2[..] {
                    "t3" => {
                        let apply15 = |value: u32| 3;
                        env.log(apply15(8));
                        env.log(apply15(0));
                    }
                    "t4" => {
                        let mut x16 = u32::checked_sub(((x13 + start) % LIMIT), 6);
                        let mut x17: (u32, String) = env.pair(env.step([y7, y7, y7][(y7 % 3) as usize]).await).await;
                        if ((true && true) || (8 == start)) {
                            let x18 = env.shape((x17.1.len() as u32)).await;
                            env.eat(x14);
                            env.log(String::from("l2"));
                        } else if (env.step(env.next()).await < 2) {

                        } else {

                        }
                    }
                    _ => {

                    }
                }
                env.pair(start).await
            }));
        }
        Some(env.text(env.step(start).await).await)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, title: String, start: u32) -> Option<String> {
        let _ = env.item(start).await;
        let (x1, x2) = (start, env.maybe_text(start).await?);
        env.show(&x2).await;
        let mut x3 = env.pair((Item { name: x2.clone(), id: env.next() }).id).await;
        fn local4(n: u32) -> u32 {
            n ^ 7
        }
        env.log(local4((x2.len() as u32)));
        let x5 = Some(8).ok_or(Fault(6));
        let mut stack6 = env.list(mix(start, 4)).await;
        while let Some(y7) = stack6.pop() {
            env.log((if (true && true) {
                break;
            } else {
                while let Some(y8) = env.maybe_text(env.step(x1).await).await {
                    {
                        let mut turn9 = 0;
                        loop {
                            turn9 += 1;
                            if turn9 > 2 {
                                break;
                            }
                            env.shape(env.next()).await;
                            env.show(&x3).await;
                            env.show(&start).await;
                        }
                    }
                    while let Some(y10) = env.maybe(start).await {
                        let edit11 = &mut x3;
                    }
                }
                let apply12 = |value: u32| [(*x5.as_ref().unwrap_or(&0)), y7, (title.clone().len() as u32)][(y7 % 3) as usize];
                env.log(apply12(2));
                env.log(apply12(2));
                let (x13, mut x14) = x3.clone();
                match &x2[..] {
                    "t3" => {
                        let apply15 = |value: u32| 3;
                        env.log(apply15(8));
                        env.log(apply15(0));
                    }
                    "t4" => {
                        let mut x16 = u32::checked_sub(((x13 + start) % LIMIT), 6);
                        let mut x17: (u32, String) = env.pair(env.step([y7, y7, y7][(y7 % 3) as usize]).await).await;
                        if ((true && true) || (8 == start)) {
                            let x18 = env.shape((x17.1.len() as u32)).await;
                            env.eat(x14);
                            env.log(String::from("l2"));
                        } else if (env.step(env.next()).await < 2) {

                        } else {

                        }
                    }
                    _ => {

                    }
                }
                env.pair(start).await
            }));
        }
        Some(env.text(env.step(start).await).await)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
            let returned = plain::subject(&world.env, String::from("title"), 4).await;
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
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart((String::from("title"), 4));
            }
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
