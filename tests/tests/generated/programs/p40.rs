// --show --seed 40 --max-size 42 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32]) -> Vec<u32> {
        let apply1 = |value: u32| ((numbers.len() as u32) ^ value);
        env.log(apply1(9));
        env.log(apply1(0));
        let _ = env.step(((2 + 3) % LIMIT)).await;
        unsafe {
            env.item(env.step(4).await).await;
            {
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 3 {
                        break;
                    }
                    let x3;
                    if (true || (!false)) {
                        x3 = env.item(env.step(env.step(turn2).await).await).await;
                    } else {
                        x3 = env.item(env.step(4).await).await;
                    }
                    _ = env.step([turn2, turn2, 3][(turn2 % 3) as usize]).await;
                }
            }
        }
        if env.flag(env.step(env.step(8).await).await).await {
            let numbers = (match true {
                false => {
                    {
                        let mut turn4 = 0;
                        loop {
                            turn4 += 1;
                            if turn4 > 3 {
                                break;
                            }
                            let view5 = &turn4;
                            env.log(env.shape((*view5)).await);
                            let mut x6 = (Shape::Named { name: String::from("l7"), size: turn4 });
                        }
                    }
                    env.pair((Item { id: 1, name: String::from("l1") }).id).await
                }
                mut y7 => {
                    env.pair(env.step(env.step(8).await).await).await
                }
            });
        } else {

        }
        Vec::from([4, 5])
    }

    pub async fn helper1(env: &Env, numbers: &[u32], start: u32) -> u32 {
        {
            let mut x8 = extend(env.list((if (((4 + 0) % LIMIT) == mix(start, start)) {
                let (x1, mut x2) = (start, glue(&String::from("l1"), &(match env.item((numbers.len() as u32)).await {
                    Item { id: 4.., name: y3 } => {
                        let mut x4 = start;
                        (if (sum(&numbers.to_vec()) == (y3.clone().len() as u32)) {
                            let mut x5 = y3.clone();
                            x4 ^= env.item(9).await.id;
                            x4 %= LIMIT;
                            #[allow(unused_must_use)]
                            env.step(start).await;
                            env.show(&numbers).await;
                            x4 |= env.step(env.step(7).await).await;
                            x4 %= LIMIT;
                            let view6 = &x4;
                            env.item(9).await;
                            env.pair(6).await.1
                        } else {
                            y3.clone()
                        })
                    }
                    Item { id: y7 @ 0.., .. } => String::from("l6"),
                    Item { id: 4, .. } => {
                        env.pair(env.step(9).await).await.1
                    }
                    _ => String::from("l1"),
                })));
                start
            } else if (env.next() < start) {
                start
            } else {
                env.step(numbers.first().copied().unwrap_or(9)).await
            })).await, env.next());
        }
        mix(start, env.step(start).await)
    }

    pub async fn subject(env: &Env, out: &mut Vec<u32>) -> u32 {
        match ((if env.list(env.step(3).await).await.is_empty() {
            return env.step((env.text(0).await.len() as u32)).await;
        } else {
            env.pair((match (env.step(env.step(9).await).await, env.text(env.step(3).await).await) {
                (y1 @ 0..=3, y2) => {
                    fn local3(n: u32) -> u32 {
                        n ^ 7
                    }
                    env.log(local3(y1));
                    env.step(y1).await
                }
                (y4 @ 0..=3, y5) => {
                    let start7 = (y5.len() as u32);

                    let x8 = helper1(env, &out, start7).await;
                    y4
                }
                _ => {
                    #[allow(unused_must_use)]
                    env.step(6).await;
                    env.step(env.next()).await
                }
            })).await;
            fn local9(n: u32) -> u32 {
                n ^ 6
            }
            env.log(local9(env.step(7).await));
            _ = env.attempt(env.next()).await;
            let mut turn10 = 0;
            while turn10 < 1 {
                turn10 += 1;
                #[cfg(all())]
                env.step(turn10).await;
                #[cfg(any())]
                env.step(9).await;
            }
            turn10
        }), env.text(7).await) {
            (5.., mut y11) => {
                y11.push_str(&y11.clone());
                y11.truncate(12);
            }
            (5.., y12) if out.to_vec().is_empty() => {
                env.log(env.step(2).await);
                let x22;
                if ({
                    let mut turn13 = 0;
                    loop {
                        turn13 += 1;
                        if turn13 > 2 {
                            break helper0(env, &out).await.is_empty();
                        }
                        env.log(env.flag(env.next()).await);
                        let mut turn14 = 0;
                        while turn14 < 2 {
                            turn14 += 1;
                            if (match Err::<u32, Fault>(Fault(env.step(turn13).await)) {
                                Ok(y15) => {
                                    env.log(2);
                                    _ = env.maybe(env.step(2).await).await;
                                    (((turn13 + env.next()) % LIMIT) == env.next())
                                }
                                y16 => {
                                    env.show(&y12).await;
                                    let _ = env.maybe(turn13).await;
                                    let x17 = (turn14, env.text(turn13).await);
                                    let view18 = &y16;
                                    (turn14 < 0)
                                }
                            }) {
                                env.text(env.item(turn13).await.id).await;
                                let mut x19 = y12.clone();
                            } else {
                                let view20 = &turn14;
                                env.log(env.maybe_text(env.step(turn14).await).await);
                            }
                            let x21;
                            if false {
                                x21 = env.step(turn14).await;
                            } else {
                                x21 = env.step(sum(&out.to_vec())).await;
                            }
                        }
                    }
                }) {
                    x22 = env.text(env.step(env.step(0).await).await).await;
                } else {
                    x22 = env.text(env.next()).await;
                }
            }
            _ => {
                *out = out.to_vec();
            }
        }
        let mut x23 = out.first().copied().unwrap_or(7);
        #[allow(unused_must_use)]
        env.step(x23).await;
        let mut x24 = (Item { id: env.step(env.next()).await, name: env.text(env.step(env.step(8).await).await).await });
        out.push((env.text(x23).await.len() as u32));
        out.truncate(6);
        env.item(env.step(x23).await).await;
        env.show(&x24).await;
        let view25 = &x23;
        for y26 in out.iter().skip(1) {
            let edit27 = &mut x24;
            #[allow(unused_must_use)]
            env.step(x23).await;
        }
        9
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32]) -> Vec<u32> {
        let apply1 = |value: u32| ((numbers.len() as u32) ^ value);
        env.log(apply1(9));
        env.log(apply1(0));
        let _ = env.step(((2 + 3) % LIMIT)).await;
        unsafe {
            env.item(env.step(4).await).await;
            {
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 3 {
                        break;
                    }
                    let x3;
                    if (true || (!false)) {
                        x3 = env.item(env.step(env.step(turn2).await).await).await;
                    } else {
                        x3 = env.item(env.step(4).await).await;
                    }
                    _ = env.step([turn2, turn2, 3][(turn2 % 3) as usize]).await;
                }
            }
        }
        if env.flag(env.step(env.step(8).await).await).await {
            let numbers = (match true {
                false => {
                    {
                        let mut turn4 = 0;
                        loop {
                            turn4 += 1;
                            if turn4 > 3 {
                                break;
                            }
                            let view5 = &turn4;
                            env.log(env.shape((*view5)).await);
                            let mut x6 = (Shape::Named { name: String::from("l7"), size: turn4 });
                        }
                    }
                    env.pair((Item { id: 1, name: String::from("l1") }).id).await
                }
                mut y7 => {
                    env.pair(env.step(env.step(8).await).await).await
                }
            });
        } else {

        }
        Vec::from([4, 5])
    }

    #[cancel_safe]
    pub async fn helper1(env: &Env, numbers: &[u32], start: u32) -> u32 {
        {
            let mut x8 = extend(env.list((if (((4 + 0) % LIMIT) == mix(start, start)) {
                let (x1, mut x2) = (start, glue(&String::from("l1"), &(match env.item((numbers.len() as u32)).await {
                    Item { id: 4.., name: y3 } => {
                        let mut x4 = start;
                        (if (sum(&numbers.to_vec()) == (y3.clone().len() as u32)) {
                            let mut x5 = y3.clone();
                            x4 ^= env.item(9).await.id;
                            x4 %= LIMIT;
                            #[allow(unused_must_use)]
                            env.step(start).await;
                            env.show(&numbers).await;
                            x4 |= env.step(env.step(7).await).await;
                            x4 %= LIMIT;
                            let view6 = &x4;
                            env.item(9).await;
                            env.pair(6).await.1
                        } else {
                            y3.clone()
                        })
                    }
                    Item { id: y7 @ 0.., .. } => String::from("l6"),
                    Item { id: 4, .. } => {
                        env.pair(env.step(9).await).await.1
                    }
                    _ => String::from("l1"),
                })));
                start
            } else if (env.next() < start) {
                start
            } else {
                env.step(numbers.first().copied().unwrap_or(9)).await
            })).await, env.next());
        }
        mix(start, env.step(start).await)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>) -> u32 {
        match ((if env.list(env.step(3).await).await.is_empty() {
            return env.step((env.text(0).await.len() as u32)).await;
        } else {
            env.pair((match (env.step(env.step(9).await).await, env.text(env.step(3).await).await) {
                (y1 @ 0..=3, y2) => {
                    fn local3(n: u32) -> u32 {
                        n ^ 7
                    }
                    env.log(local3(y1));
                    env.step(y1).await
                }
                (y4 @ 0..=3, y5) => {
                    let start7 = (y5.len() as u32);
                    let mut inner6 = Checkpoint::with(start7);
                    let x8 = helper1(&mut inner6, env, &out).await;
                    y4
                }
                _ => {
                    #[allow(unused_must_use)]
                    env.step(6).await;
                    env.step(env.next()).await
                }
            })).await;
            fn local9(n: u32) -> u32 {
                n ^ 6
            }
            env.log(local9(env.step(7).await));
            _ = env.attempt(env.next()).await;
            let mut turn10 = 0;
            while turn10 < 1 {
                turn10 += 1;
                #[cfg(all())]
                env.step(turn10).await;
                #[cfg(any())]
                env.step(9).await;
            }
            turn10
        }), env.text(7).await) {
            (5.., mut y11) => {
                y11.push_str(&y11.clone());
                y11.truncate(12);
            }
            (5.., y12) if out.to_vec().is_empty() => {
                env.log(env.step(2).await);
                let x22;
                if ({
                    let mut turn13 = 0;
                    loop {
                        turn13 += 1;
                        if turn13 > 2 {
                            break helper0(_, env, &out).await.is_empty();
                        }
                        env.log(env.flag(env.next()).await);
                        let mut turn14 = 0;
                        while turn14 < 2 {
                            turn14 += 1;
                            if (match Err::<u32, Fault>(Fault(env.step(turn13).await)) {
                                Ok(y15) => {
                                    env.log(2);
                                    _ = env.maybe(env.step(2).await).await;
                                    (((turn13 + env.next()) % LIMIT) == env.next())
                                }
                                y16 => {
                                    env.show(&y12).await;
                                    let _ = env.maybe(turn13).await;
                                    let x17 = (turn14, env.text(turn13).await);
                                    let view18 = &y16;
                                    (turn14 < 0)
                                }
                            }) {
                                env.text(env.item(turn13).await.id).await;
                                let mut x19 = y12.clone();
                            } else {
                                let view20 = &turn14;
                                env.log(env.maybe_text(env.step(turn14).await).await);
                            }
                            let x21;
                            if false {
                                x21 = env.step(turn14).await;
                            } else {
                                x21 = env.step(sum(&out.to_vec())).await;
                            }
                        }
                    }
                }) {
                    x22 = env.text(env.step(env.step(0).await).await).await;
                } else {
                    x22 = env.text(env.next()).await;
                }
            }
            _ => {
                *out = out.to_vec();
            }
        }
        let mut x23 = out.first().copied().unwrap_or(7);
        #[allow(unused_must_use)]
        env.step(x23).await;
        let mut x24 = (Item { id: env.step(env.next()).await, name: env.text(env.step(env.step(8).await).await).await });
        out.push((env.text(x23).await.len() as u32));
        out.truncate(6);
        env.item(env.step(x23).await).await;
        env.show(&x24).await;
        let view25 = &x23;
        for y26 in out.iter().skip(1) {
            let edit27 = &mut x24;
            #[allow(unused_must_use)]
            env.step(x23).await;
        }
        9
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &mut world.out).await;
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
            let returned = annotated::subject(pending, &world.env, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
