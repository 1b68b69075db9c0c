// --show --seed 10 --max-size 12 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str) -> u32 {
        let _ = env.shape(env.step(3).await).await;
        if let Some(y1) = Some(clip(label.to_string() + &label.to_string())) && let None = Some(clip(format!("{}{y1:?}", 9))) && let Item { id: y2 @ 7.., .. } = (Item { id: 4, name: String::from("l4") }) {
            env.maybe_text(y2).await;
            env.log(env.maybe(y2).await);
        }
        let view3 = &*out;
        let mut x4 = (Item { id: env.step(env.item(4).await.id).await, name: env.text(env.step(env.step(9).await).await).await });
        let x5 = (Shape::Named { name: env.pair(env.step(2).await).await.1, size: 3 });
        env.show(&label).await;
        env.text(sum(&view3.to_vec())).await;
        {
            let mut turn6 = 0;
            'l7: loop {
                turn6 += 1;
                if turn6 > 2 {
                    break;
                }
                env.list(mix(env.step(turn6).await, turn6)).await;
            }
        }
        env.log(Vec::from([env.step(2).await, env.step(4).await]));
        sum(&numbers.to_vec())
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str) -> u32 {
        let _ = env.shape(env.step(3).await).await;
        if let Some(y1) = Some(clip(label.to_string() + &label.to_string())) && let None = Some(clip(format!("{}{y1:?}", 9))) && let Item { id: y2 @ 7.., .. } = (Item { id: 4, name: String::from("l4") }) {
            env.maybe_text(y2).await;
            env.log(env.maybe(y2).await);
        }
        let view3 = &*out;
        let mut x4 = (Item { id: env.step(env.item(4).await.id).await, name: env.text(env.step(env.step(9).await).await).await });
        let x5 = (Shape::Named { name: env.pair(env.step(2).await).await.1, size: 3 });
        env.show(&label).await;
        env.text(sum(&view3.to_vec())).await;
        {
            let mut turn6 = 0;
            'l7: loop {
                turn6 += 1;
                if turn6 > 2 {
                    break;
                }
                env.list(mix(env.step(turn6).await, turn6)).await;
            }
        }
        env.log(Vec::from([env.step(2).await, env.step(4).await]));
        sum(&numbers.to_vec())
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.numbers, &mut world.out, &world.label).await;
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
            let returned = annotated::subject(pending, &world.env, &world.numbers, &mut world.out, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
