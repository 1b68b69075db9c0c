// --show --seed 39 --max-size 41 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env) -> Option<String> {
        if env.flag(8).await {
            env.list((Item { id: 8, name: String::from("l8") }).id).await;
            let x1 = (Item { id: Vec::from([3, 4]).first().copied()?, ..rename((Item { name: String::from("l4"), id: 9 }), String::from("l8")) });
        } else if true {
            env.flag((String::from("l4").len() as u32)).await;
            {
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 2 {
                        break;
                    }
                    env.step(turn2).await;
                    let view3 = &turn2;
                    env.show(&view3).await;
                    {
                        let mut turn4 = 0;
                        'l5: loop {
                            turn4 += 1;
                            if turn4 > 2 {
                                break;
                            }
                            env.show(&turn2).await;
                            env.log(Shape::Line(8));
                            let x6 = env.flag((Item { id: (*view3), ..(Item { id: 7, name: String::from("l7") }) }).id).await;
                            env.log(Some(4).ok_or(Fault(turn2)));
                        }
                    }
                }
            }
        }
        Some(rename((Item { id: 6, name: String::from("l6") }), String::from("l5")).name)
    }

    pub async fn subject(env: &Env, items: Vec<u32>, start: u32) -> Result<u32, Fault> {
        let view1 = &start;
        if true {
            if env.flag(sum(&Vec::from([3, 4]))).await {
                {
                    let mut turn2 = 0;
                    loop {
                        turn2 += 1;
                        if turn2 > 3 {
                            break;
                        }
                        while let Some(y3) = env.maybe_text(start).await {
                            let x4 = (Item { id: env.step(env.next()).await, name: String::from("l8") });
                        }
                        let mut stack5 = Vec::from([8, 9]);
                        while let Some(y6) = stack5.pop() {
                            let x7 = Some(7);
                        }
                    }
                }
                let x8 = false;
            }

            let x10 = helper0(env).await;
            env.log(x10);
        }
        if env.flag(((start + (*view1)) % LIMIT)).await {
            let mut turn11 = 0;
            'l12: while turn11 < 3 {
                turn11 += 1;

                let x14 = helper0(env).await;
                env.log(x14);
                let mut x15 = Vec::<u32>::new().first().copied().ok_or(Fault((*view1)))?;
            }
        } else {
            env.show(&view1).await;
        }
        env.flag((*view1)).await;
        let mut stack16 = Vec::from([env.step((*view1)).await, (String::from("l0").len() as u32)]);
        'l17: while let Some(y18) = stack16.pop() {
            if (((*view1) < start) || (true || false)) {

                let x20 = helper0(env).await;
                env.log(x20);
                let x21;
                if env.flag((*view1)).await {
                    x21 = stack16.clone();
                } else {
                    x21 = env.list(y18).await;
                }
                let view22 = &stack16;
                let mut x23: Option<u32> = env.maybe((*view1)).await;
            } else {
                let x24 = items.first().copied().unwrap_or(8);
                let view25 = &stack16;
            }
        }
        let apply26 = |value: u32| (*view1);
        env.log(apply26(5));
        env.log(apply26(4));
        {
            if let Item { id: 3.., name: y27 } = env.item(start).await {
                {
                    let mut turn28 = 0;
                    'l29: loop {
                        turn28 += 1;
                        if turn28 > 3 {
                            break;
                        }
                        let apply30 = |value: u32| ((*view1) ^ (*view1));
                        env.log(apply30(5));
                        env.log(apply30(3));
                        env.log((env.next(), y27.clone()));
                        env.step((*view1)).await;
                        let _ = env.list((*view1)).await;
                    }
                }
                #[cfg(all())]
                env.step(7).await;
                #[cfg(any())]
                env.step(2).await;
                let apply31 = |value: u32| value;
                env.log(apply31(8));
                env.log(apply31(9));
                while let Some(y32) = env.maybe((*view1)).await {
                    if let Item { id: y33 @ 0.., .. } = env.item((y27.len() as u32)).await {
                        let mut x34 = env.item(mix(y32, start)).await;
                        let apply35 = |value: u32| (*view1);
                        env.log(apply35(4));
                        env.log(apply35(8));
                    } else {
                        {
                            let x36: String = env.text((String::from("l1").len() as u32)).await;
                            env.list(8).await;
                        }
                    }
                }
            }
        }
        Ok(rename((Item { id: 8, name: String::from("l8") }), String::from("l8")).id)
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env) -> Option<String> {
        if env.flag(8).await {
            env.list((Item { id: 8, name: String::from("l8") }).id).await;
            let x1 = (Item { id: Vec::from([3, 4]).first().copied()?, ..rename((Item { name: String::from("l4"), id: 9 }), String::from("l8")) });
        } else if true {
            env.flag((String::from("l4").len() as u32)).await;
            {
                let mut turn2 = 0;
                loop {
                    turn2 += 1;
                    if turn2 > 2 {
                        break;
                    }
                    env.step(turn2).await;
                    let view3 = &turn2;
                    env.show(&view3).await;
                    {
                        let mut turn4 = 0;
                        'l5: loop {
                            turn4 += 1;
                            if turn4 > 2 {
                                break;
                            }
                            env.show(&turn2).await;
                            env.log(Shape::Line(8));
                            let x6 = env.flag((Item { id: (*view3), ..(Item { id: 7, name: String::from("l7") }) }).id).await;
                            env.log(Some(4).ok_or(Fault(turn2)));
                        }
                    }
                }
            }
        }
        Some(rename((Item { id: 6, name: String::from("l6") }), String::from("l5")).name)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, items: Vec<u32>, start: u32) -> Result<u32, Fault> {
        let view1 = &start;
        if true {
            if env.flag(sum(&Vec::from([3, 4]))).await {
                {
                    let mut turn2 = 0;
                    loop {
                        turn2 += 1;
                        if turn2 > 3 {
                            break;
                        }
                        while let Some(y3) = env.maybe_text(start).await {
                            let x4 = (Item { id: env.step(env.next()).await, name: String::from("l8") });
                        }
                        let mut stack5 = Vec::from([8, 9]);
                        while let Some(y6) = stack5.pop() {
                            let x7 = Some(7);
                        }
                    }
                }
                let x8 = false;
            }
            let mut inner9 = Checkpoint::new();
            let x10 = helper0(&mut inner9, env).await;
            env.log(x10);
        }
        if env.flag(((start + (*view1)) % LIMIT)).await {
            let mut turn11 = 0;
            'l12: while turn11 < 3 {
                turn11 += 1;
                let mut inner13 = Checkpoint::new();
                let x14 = helper0(&mut inner13, env).await;
                env.log(x14);
                let mut x15 = Vec::<u32>::new().first().copied().ok_or(Fault((*view1)))?;
            }
        } else {
            env.show(&view1).await;
        }
        env.flag((*view1)).await;
        let mut stack16 = Vec::from([env.step((*view1)).await, (String::from("l0").len() as u32)]);
        'l17: while let Some(y18) = stack16.pop() {
            if (((*view1) < start) || (true || false)) {
                let mut inner19 = Checkpoint::new();
                let x20 = helper0(&mut inner19, env).await;
                env.log(x20);
                let x21;
                if env.flag((*view1)).await {
                    x21 = stack16.clone();
                } else {
                    x21 = env.list(y18).await;
                }
                let view22 = &stack16;
                let mut x23: Option<u32> = env.maybe((*view1)).await;
            } else {
                let x24 = items.first().copied().unwrap_or(8);
                let view25 = &stack16;
            }
        }
        let apply26 = |value: u32| (*view1);
        env.log(apply26(5));
        env.log(apply26(4));
        {
            if let Item { id: 3.., name: y27 } = env.item(start).await {
                {
                    let mut turn28 = 0;
                    'l29: loop {
                        turn28 += 1;
                        if turn28 > 3 {
                            break;
                        }
                        let apply30 = |value: u32| ((*view1) ^ (*view1));
                        env.log(apply30(5));
                        env.log(apply30(3));
                        env.log((env.next(), y27.clone()));
                        env.step((*view1)).await;
                        let _ = env.list((*view1)).await;
                    }
                }
                #[cfg(all())]
                env.step(7).await;
                #[cfg(any())]
                env.step(2).await;
                let apply31 = |value: u32| value;
                env.log(apply31(8));
                env.log(apply31(9));
                while let Some(y32) = env.maybe((*view1)).await {
                    if let Item { id: y33 @ 0.., .. } = env.item((y27.len() as u32)).await {
                        let mut x34 = env.item(mix(y32, start)).await;
                        let apply35 = |value: u32| (*view1);
                        env.log(apply35(4));
                        env.log(apply35(8));
                    } else {
                        {
                            let x36: String = env.text((String::from("l1").len() as u32)).await;
                            env.list(8).await;
                        }
                    }
                }
            }
        }
        Ok(rename((Item { id: 8, name: String::from("l8") }), String::from("l8")).id)
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, vec![3, 1, 2], 4).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with((vec![3, 1, 2], 4)))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart((vec![3, 1, 2], 4));
            }
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
