// --show --seed 28 --max-size 30 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32]) -> Result<u32, Fault> {
        for i1 in (0..sum(&numbers) % 8).step_by(3) {
            break;
        }
        let mut x2 = Ok::<u32, Fault>(0);
        let x3;
        if (env.step(0).await < x2.clone()?) {
            x3 = env.flag(numbers.first().copied().unwrap_or(8)).await;
        } else {
            x3 = env.flag(((6 + 9) % LIMIT)).await;
        }
        env.show(&x2).await;
        let x4 = Vec::<u32>::new();
        let x5 = Ok::<u32, Fault>(6);
        'l6: for y7 in x4.iter() {
            let view8 = &x5;
        }
        env.show(&numbers).await;
        Ok(9)
    }

    pub async fn subject(env: &Env) -> u32 {
        _ = env.flag(1).await;
        {
            let mut turn1 = 0;
            'l2: loop {
                turn1 += 1;
                if turn1 > 3 {
                    break;
                }

                let x4 = helper0(env, &[1, 2]).await;
                env.log(x4);
            }
        }
        {
            let mut turn5 = 0;
            loop {
                turn5 += 1;
                if turn5 > 1 {
                    break;
                }
                for y6 in [String::from("l9"), (Item { id: 8, name: String::from("l8") }).name] {
                    env.log(extend(Vec::from([6, 7]), env.next()));
                    for i7 in (0..turn5 % 8).step_by(3) {
                        let x8;
                        if ((String::from("l8").len() as u32) == (y6.len() as u32)) {
                            x8 = y6.clone();
                        } else {
                            x8 = env.text(turn5).await;
                        }
                        let (x9, mut x10) = env.pair(i7).await;
                        let Ok(x11) = Err::<u32, Fault>(Fault(x9)) else {
                            continue;
                        };
                    }
                    let view12 = &turn5;
                    for i13 in (0..(*view12) % 8).step_by(3) {
                        let mut x14 = env.step(i13).await;
                        let (x15, x16) = (turn5, y6.clone());
                        if let (5, _) = env.pair((y6.len() as u32)).await && let Ok(y17) = helper0(env, &[1, 2]).await && let Err(Fault(y18)) = helper0(env, &[1, 2]).await {
                            let apply19 = |value: u32| (((*view12) + [i13, (*view12), turn5][(value % 3) as usize]) % LIMIT);
                            env.log(apply19(6));
                            env.log(apply19(0));
                        }
                        break;
                    }
                    env.log((!true));
                }
                let Item { id: x20, name: x21 } = env.item((Item { id: 6, name: String::from("l8") }).id).await;
            }
        }
        _ = env.shape(mix(1, env.next())).await;
        if let Ok(5..) = env.attempt(sum(&Vec::from([4, 5]))).await {
            env.log((String::from("l7").len() as u32));

            let x23 = helper0(env, &[1, 2]).await;
            env.log(x23);
        } else {
            env.log([0, 0, 3][(8 % 3) as usize]);
            let x24;
            if ((env.next() < 3) && false) {
                x24 = Vec::from([4, 5]);
            } else {
                x24 = env.list(mix(5, 8)).await;
            }
        }
        let x25 = Some(glue(&String::from("l8"), &clip(String::from("l3") + &String::from("l5"))));
        let mut x26 = env.pair((Item { id: 3, name: String::from("l3") }).id).await;
        'l27: for mut y28 in Some(String::from("l4")) {
            env.maybe(mix(8, 0)).await;
            let x29;
            if true {
                x29 = y28.clone();
            } else {
                x29 = y28.clone();
            }
        }
        2
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32]) -> Result<u32, Fault> {
        for i1 in (0..sum(&numbers) % 8).step_by(3) {
            break;
        }
        let mut x2 = Ok::<u32, Fault>(0);
        let x3;
        if (env.step(0).await < x2.clone()?) {
            x3 = env.flag(numbers.first().copied().unwrap_or(8)).await;
        } else {
            x3 = env.flag(((6 + 9) % LIMIT)).await;
        }
        env.show(&x2).await;
        let x4 = Vec::<u32>::new();
        let x5 = Ok::<u32, Fault>(6);
        'l6: for y7 in x4.iter() {
            let view8 = &x5;
        }
        env.show(&numbers).await;
        Ok(9)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env) -> u32 {
        _ = env.flag(1).await;
        {
            let mut turn1 = 0;
            'l2: loop {
                turn1 += 1;
                if turn1 > 3 {
                    break;
                }
                let mut inner3 = Checkpoint::new();
                let x4 = helper0(&mut inner3, env, &[1, 2]).await;
                env.log(x4);
            }
        }
        {
            let mut turn5 = 0;
            loop {
                turn5 += 1;
                if turn5 > 1 {
                    break;
                }
                for y6 in [String::from("l9"), (Item { id: 8, name: String::from("l8") }).name] {
                    env.log(extend(Vec::from([6, 7]), env.next()));
                    for i7 in (0..turn5 % 8).step_by(3) {
                        let x8;
                        if ((String::from("l8").len() as u32) == (y6.len() as u32)) {
                            x8 = y6.clone();
                        } else {
                            x8 = env.text(turn5).await;
                        }
                        let (x9, mut x10) = env.pair(i7).await;
                        let Ok(x11) = Err::<u32, Fault>(Fault(x9)) else {
                            continue;
                        };
                    }
                    let view12 = &turn5;
                    for i13 in (0..(*view12) % 8).step_by(3) {
                        let mut x14 = env.step(i13).await;
                        let (x15, x16) = (turn5, y6.clone());
                        if let (5, _) = env.pair((y6.len() as u32)).await && let Ok(y17) = helper0(_, env, &[1, 2]).await && let Err(Fault(y18)) = helper0(_, env, &[1, 2]).await {
                            let apply19 = |value: u32| (((*view12) + [i13, (*view12), turn5][(value % 3) as usize]) % LIMIT);
                            env.log(apply19(6));
                            env.log(apply19(0));
                        }
                        break;
                    }
                    env.log((!true));
                }
                let Item { id: x20, name: x21 } = env.item((Item { id: 6, name: String::from("l8") }).id).await;
            }
        }
        _ = env.shape(mix(1, env.next())).await;
        if let Ok(5..) = env.attempt(sum(&Vec::from([4, 5]))).await {
            env.log((String::from("l7").len() as u32));
            let mut inner22 = Checkpoint::new();
            let x23 = helper0(&mut inner22, env, &[1, 2]).await;
            env.log(x23);
        } else {
            env.log([0, 0, 3][(8 % 3) as usize]);
            let x24;
            if ((env.next() < 3) && false) {
                x24 = Vec::from([4, 5]);
            } else {
                x24 = env.list(mix(5, 8)).await;
            }
        }
        let x25 = Some(glue(&String::from("l8"), &clip(String::from("l3") + &String::from("l5"))));
        let mut x26 = env.pair((Item { id: 3, name: String::from("l3") }).id).await;
        'l27: for mut y28 in Some(String::from("l4")) {
            env.maybe(mix(8, 0)).await;
            let x29;
            if true {
                x29 = y28.clone();
            } else {
                x29 = y28.clone();
            }
        }
        2
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
