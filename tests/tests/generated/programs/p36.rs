// --show --seed 36 --max-size 38 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str, mut title: String) -> Option<u32> {
        for (_, y1) in [clip(format!("{}{numbers:?}", 9)), env.text(env.next()).await].into_iter().enumerate() {
            break;
        }
        env.eat(title);
        let apply2 = |value: u32| (label.len() as u32);
        env.log(apply2(7));
        env.log(apply2(9));
        unsafe {
            let Some(x3 @ 5..) = env.maybe(env.step(env.next()).await).await else {
                return None;
            };
            return None;
        }
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str, mut title: String) -> Option<u32> {
        for (_, y1) in [clip(format!("{}{numbers:?}", 9)), env.text(env.next()).await].into_iter().enumerate() {
            break;
        }
        env.eat(title);
        let apply2 = |value: u32| (label.len() as u32);
        env.log(apply2(7));
        env.log(apply2(9));
        unsafe {
            let Some(x3 @ 5..) = env.maybe(env.step(env.next()).await).await else {
                return None;
            };
            return None;
        }
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.numbers, &mut world.out, &world.label, String::from("title")).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with(String::from("title")))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart(String::from("title"));
            }
            let returned = annotated::subject(pending, &world.env, &world.numbers, &mut world.out, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
