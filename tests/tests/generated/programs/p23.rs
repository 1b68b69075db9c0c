// --show --seed 23 --max-size 25 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32]) -> Result<Vec<u32>, Fault> {
        env.shape(env.attempt(0).await?).await;
        Ok(numbers.to_vec().into_iter().map(|value| value ^ 6).collect::<Vec<u32>>())
    }

    pub async fn helper1(env: &Env) -> Vec<u32> {
        for i1 in 0..(clip(format!("{}", 5)).len() as u32) % 4 {
            let mut x2 = env.shape(6).await;
            _ = env.pair((env.step(1).await ^ i1)).await;
            env.log(Some(String::from("l5")));
            for i3 in (0..(String::from("l9").len() as u32) % 8).step_by(3) {
                let x4 = env.step(env.step(env.step(i1).await).await).await;
            }
            let mut x5 = (Item { id: 7, name: String::from("l9") });
        }
        env.step(7).await;
        vec![env.step(env.step(8).await).await, env.step(env.step(8).await).await]
    }

    pub async fn subject(env: &Env, numbers: &[u32], label: &str) -> Result<String, Fault> {
        if false {
            _ = env.attempt(env.attempt(9).await?).await;
            env.log(8);
            env.list(env.attempt(4).await?).await;
            if let Some(mut y1) = env.maybe_text((label.len() as u32)).await && env.flag(env.step(6).await).await {
                return Ok(clip(format!("{}{numbers:?}", env.attempt(5).await?)));
            }
        } else {
            {
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 1 {
                        break;
                    }

                    let x4 = helper1(env).await;
                    let mut stack5 = env.list(env.step(7).await).await;
                    'l6: while let Some(y7) = stack5.pop() {
                        if env.flag(env.next()).await {
                            env.eat(x4);
                            break;
                        }
                        break;
                    }
                    let x8 = turn2;
                }
            }
            if let Shape::Line(y9) = Shape::Line(sum(&numbers.to_vec())) {
                let x10 = env.maybe(((Item { id: 9, name: String::from("l9") }).name.len() as u32)).await;
            } else {
                'l11: for y12 in numbers.to_vec() {
                    let Some(x13) = Some(env.step(env.step(y12).await).await) else {
                        break 'l11;
                    };
                }
            }
            return Ok((4, label.to_string()).1);
        }

        let x15 = helper0(env, &numbers).await;
        env.log(x15);
        if let Err(Fault(y16)) = env.attempt(env.step(env.step(9).await).await).await {
            env.step(y16).await;
            let _ = env.step(5).await;
        } else {
            const LOCAL17: u32 = 5;
            env.log(LOCAL17);
            while let Some(y18) = env.maybe_text(1).await {
                env.show(&numbers).await;

                let x20 = helper0(env, &numbers).await;
                env.log(x20);
                let apply21 = |value: u32| value;
                env.log(apply21(7));
                env.log(apply21(6));
            }
        }
        Err(Fault(env.attempt(env.next()).await?))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32]) -> Result<Vec<u32>, Fault> {
        env.shape(env.attempt(0).await?).await;
        Ok(numbers.to_vec().into_iter().map(|value| value ^ 6).collect::<Vec<u32>>())
    }

    #[cancel_safe]
    pub async fn helper1(env: &Env) -> Vec<u32> {
        for i1 in 0..(clip(format!("{}", 5)).len() as u32) % 4 {
            let mut x2 = env.shape(6).await;
            _ = env.pair((env.step(1).await ^ i1)).await;
            env.log(Some(String::from("l5")));
            for i3 in (0..(String::from("l9").len() as u32) % 8).step_by(3) {
                let x4 = env.step(env.step(env.step(i1).await).await).await;
            }
            let mut x5 = (Item { id: 7, name: String::from("l9") });
        }
        env.step(7).await;
        vec![env.step(env.step(8).await).await, env.step(env.step(8).await).await]
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], label: &str) -> Result<String, Fault> {
        if false {
            _ = env.attempt(env.attempt(9).await?).await;
            env.log(8);
            env.list(env.attempt(4).await?).await;
            if let Some(mut y1) = env.maybe_text((label.len() as u32)).await && env.flag(env.step(6).await).await {
                return Ok(clip(format!("{}{numbers:?}", env.attempt(5).await?)));
            }
        } else {
            {
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 1 {
                        break;
                    }
                    let mut inner3 = Checkpoint::new();
                    let x4 = helper1(&mut inner3, env).await;
                    let mut stack5 = env.list(env.step(7).await).await;
                    'l6: while let Some(y7) = stack5.pop() {
                        if env.flag(env.next()).await {
                            env.eat(x4);
                            break;
                        }
                        break;
                    }
                    let x8 = turn2;
                }
            }
            if let Shape::Line(y9) = Shape::Line(sum(&numbers.to_vec())) {
                let x10 = env.maybe(((Item { id: 9, name: String::from("l9") }).name.len() as u32)).await;
            } else {
                'l11: for y12 in numbers.to_vec() {
                    let Some(x13) = Some(env.step(env.step(y12).await).await) else {
                        break 'l11;
                    };
                }
            }
            return Ok((4, label.to_string()).1);
        }
        let mut inner14 = Checkpoint::new();
        let x15 = helper0(&mut inner14, env, &numbers).await;
        env.log(x15);
        if let Err(Fault(y16)) = env.attempt(env.step(env.step(9).await).await).await {
            env.step(y16).await;
            let _ = env.step(5).await;
        } else {
            const LOCAL17: u32 = 5;
            env.log(LOCAL17);
            while let Some(y18) = env.maybe_text(1).await {
                env.show(&numbers).await;
                let mut inner19 = Checkpoint::new();
                let x20 = helper0(&mut inner19, env, &numbers).await;
                env.log(x20);
                let apply21 = |value: u32| value;
                env.log(apply21(7));
                env.log(apply21(6));
            }
        }
        Err(Fault(env.attempt(env.next()).await?))
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
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
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            let returned = annotated::subject(pending, &world.env, &world.numbers, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
