// --show --seed 14 --max-size 16 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, start: u32) -> u32 {
        let mut turn1 = 0;
        while turn1 < 2 {
            turn1 += 1;
            let (x2, mut x3) = env.pair(mix(sum(&Vec::from([7, 8])), (env.step(turn1).await ^ start))).await;
            let x4 = x3;
            env.log([5, 0, turn1][(env.next() % 3) as usize]);
            {
                let mut turn5 = 0;
                loop {
                    turn5 += 1;
                    if turn5 > 3 {
                        break;
                    }
                    if (false && env.flag(2).await) {
                        env.eat(x4);
                        break;
                    }
                    return x2;
                }
            }
        }
        env.log(Shape::Line(turn1));
        let mut x6 = String::from("l0");
        env.item(turn1).await.id
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, start: u32) -> u32 {
        let mut turn1 = 0;
        while turn1 < 2 {
            turn1 += 1;
            let (x2, mut x3) = env.pair(mix(sum(&Vec::from([7, 8])), (env.step(turn1).await ^ start))).await;
            let x4 = x3;
            env.log([5, 0, turn1][(env.next() % 3) as usize]);
            {
                let mut turn5 = 0;
                loop {
                    turn5 += 1;
                    if turn5 > 3 {
                        break;
                    }
                    if (false && env.flag(2).await) {
                        env.eat(x4);
                        break;
                    }
                    return x2;
                }
            }
        }
        env.log(Shape::Line(turn1));
        let mut x6 = String::from("l0");
        env.item(turn1).await.id
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..2 {
            let returned = plain::subject(&world.env, 4).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with(4))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 2 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart(4);
            }
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
