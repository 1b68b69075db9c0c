// --show --seed 16 --max-size 18 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, numbers: &[u32]) -> Option<u32> {
        let x1 = (Item { id: 2, name: String::from("l2") });
        let mut x2 = Some(sum(&numbers));
        let (x3, mut x4) = env.pair((if ((Item { id: 0, name: String::from("l0") }).id == ((3 + 6) % LIMIT)) {
            env.show(&numbers).await;
            env.step(x1.id).await
        } else if (!numbers.to_vec().is_empty()) {
            env.log((Item { id: 9, name: String::from("l3") }));
            0
        } else {
            env.step(x2?).await
        })).await;
        Some(x3)
    }

    pub async fn helper1(env: &Env) -> Result<Item, Fault> {
        let mut x3 = ({
            let mut x1 = Shape::Line(env.attempt(env.step(7).await).await?);
            env.text(env.step(env.step(0).await).await).await;
            _ = env.pair(sum(&env.list(1).await)).await;
            let mut x2 = glue(&env.text(env.attempt(6).await?).await, &String::from("l8"));
            (env.step(env.step(4).await).await, env.text(env.step(4).await).await)
        });
        Ok(env.item(env.step(env.step(3).await).await).await)
    }

    pub async fn subject(env: &Env, out: &mut Vec<u32>) -> u32 {
        if let Some(y1) = Some(env.text(env.step(2).await).await) {
            let mut x17 = u32::checked_sub(env.step(env.step(7).await).await, (if let Ok(y16) = env.attempt((if let Some(y15) = env.maybe_text((match Some(String::from("l7")) {
                Some(y2) => {
                    let x12 = (if env.flag((y2.len() as u32)).await {

                        let x4 = helper0(env, &out).await;
                        env.log(x4);
                        ((if let None = (if let Some(2 | 5) = helper0(env, &out).await {
                            let x5 = env.step(env.step(env.step(env.step(1).await).await).await).await;
                            let view6 = &x5;
                            let x7 = env.step((*view6)).await;
                            let view8 = &y2;
                            Some(String::from("l6"))
                        } else {
                            env.step(((7 + 6) % LIMIT)).await;
                            let (x9, x10) = env.pair((y2.len() as u32)).await;
                            env.show(&y2).await;
                            let view11 = &y1;
                            Some(String::from("l2"))
                        }) {
                            4
                        } else {
                            env.step(env.item(8).await.id).await
                        }), y1.clone())
                    } else {
                        ((out.len() as u32), clip(y2.clone() + &y1.clone()))
                    });
                    env.step(env.step(8).await).await
                }
                Some(y13) => {
                    env.step(((9 + 6) % LIMIT)).await
                }
                y14 => {
                    out.first().copied().unwrap_or(7)
                }
            })).await {
                (Item { id: env.step(4).await, ..(Item { id: 1, name: String::from("l1") }) }).id
            } else {
                4
            })).await {
                ((y1.len() as u32) ^ [8, 8, 4][(0 % 3) as usize])
            } else {
                env.step(env.step(env.step(6).await).await).await
            }));
        }
        env.step(env.step(env.step(7).await).await).await
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, numbers: &[u32]) -> Option<u32> {
        let x1 = (Item { id: 2, name: String::from("l2") });
        let mut x2 = Some(sum(&numbers));
        let (x3, mut x4) = env.pair((if ((Item { id: 0, name: String::from("l0") }).id == ((3 + 6) % LIMIT)) {
            env.show(&numbers).await;
            env.step(x1.id).await
        } else if (!numbers.to_vec().is_empty()) {
            env.log((Item { id: 9, name: String::from("l3") }));
            0
        } else {
            env.step(x2?).await
        })).await;
        Some(x3)
    }

    #[cancel_safe]
    pub async fn helper1(env: &Env) -> Result<Item, Fault> {
        let mut x3 = ({
            let mut x1 = Shape::Line(env.attempt(env.step(7).await).await?);
            env.text(env.step(env.step(0).await).await).await;
            _ = env.pair(sum(&env.list(1).await)).await;
            let mut x2 = glue(&env.text(env.attempt(6).await?).await, &String::from("l8"));
            (env.step(env.step(4).await).await, env.text(env.step(4).await).await)
        });
        Ok(env.item(env.step(env.step(3).await).await).await)
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>) -> u32 {
        if let Some(y1) = Some(env.text(env.step(2).await).await) {
            let mut x17 = u32::checked_sub(env.step(env.step(7).await).await, (if let Ok(y16) = env.attempt((if let Some(y15) = env.maybe_text((match Some(String::from("l7")) {
                Some(y2) => {
                    let x12 = (if env.flag((y2.len() as u32)).await {
                        let mut inner3 = Checkpoint::new();
                        let x4 = helper0(&mut inner3, env, &out).await;
                        env.log(x4);
                        ((if let None = (if let Some(2 | 5) = helper0(_, env, &out).await {
                            let x5 = env.step(env.step(env.step(env.step(1).await).await).await).await;
                            let view6 = &x5;
                            let x7 = env.step((*view6)).await;
                            let view8 = &y2;
                            Some(String::from("l6"))
                        } else {
                            env.step(((7 + 6) % LIMIT)).await;
                            let (x9, x10) = env.pair((y2.len() as u32)).await;
                            env.show(&y2).await;
                            let view11 = &y1;
                            Some(String::from("l2"))
                        }) {
                            4
                        } else {
                            env.step(env.item(8).await.id).await
                        }), y1.clone())
                    } else {
                        ((out.len() as u32), clip(y2.clone() + &y1.clone()))
                    });
                    env.step(env.step(8).await).await
                }
                Some(y13) => {
                    env.step(((9 + 6) % LIMIT)).await
                }
                y14 => {
                    out.first().copied().unwrap_or(7)
                }
            })).await {
                (Item { id: env.step(4).await, ..(Item { id: 1, name: String::from("l1") }) }).id
            } else {
                4
            })).await {
                ((y1.len() as u32) ^ [8, 8, 4][(0 % 3) as usize])
            } else {
                env.step(env.step(env.step(6).await).await).await
            }));
        }
        env.step(env.step(env.step(7).await).await).await
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
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
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            let returned = annotated::subject(pending, &world.env, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
