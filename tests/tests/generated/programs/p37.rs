// --show --seed 37 --max-size 39 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32]) -> Result<String, Fault> {
        let mut x1 = Vec::from([5, 6]).into_iter().map(|value| value ^ 1).collect::<Vec<u32>>().is_empty();
        let mut x2 = numbers.to_vec();
        {
            let mut turn3 = 0;
            'l4: loop {
                turn3 += 1;
                if turn3 > 1 {
                    break;
                }
                x1 = x1;
            }
        }
        env.show(&numbers).await;
        let mut x2 = env.item(2).await;
        let x5 = (x2.id, glue(&String::from("l1"), &String::from("l6"))).1;
        Ok(String::from("l8"))
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32]) -> Result<String, Fault> {
        let mut x1 = Vec::from([5, 6]).into_iter().map(|value| value ^ 1).collect::<Vec<u32>>().is_empty();
        let mut x2 = numbers.to_vec();
        {
            let mut turn3 = 0;
            'l4: loop {
                turn3 += 1;
                if turn3 > 1 {
                    break;
                }
                x1 = x1;
            }
        }
        env.show(&numbers).await;
        let mut x2 = env.item(2).await;
        let x5 = (x2.id, glue(&String::from("l1"), &String::from("l6"))).1;
        Ok(String::from("l8"))
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.numbers).await;
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
            let returned = annotated::subject(pending, &world.env, &world.numbers).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
