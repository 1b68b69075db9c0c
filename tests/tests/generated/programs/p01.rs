// --show --seed 1 --max-size 3 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, label: &str, items: Vec<u32>, mut title: String, mut start: u32) -> Option<Vec<u32>> {
        start ^= start;
        start %= LIMIT;
        let mut x1 = ((env.maybe(start).await? < env.maybe(start).await?) || env.flag(start).await);
        title = title.clone();
        None
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, label: &str, items: Vec<u32>, mut title: String, mut start: u32) -> Option<Vec<u32>> {
        start ^= start;
        start %= LIMIT;
        let mut x1 = ((env.maybe(start).await? < env.maybe(start).await?) || env.flag(start).await);
        title = title.clone();
        None
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &world.label, vec![3, 1, 2], String::from("title"), 4).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with((vec![3, 1, 2], String::from("title"), 4)))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart((vec![3, 1, 2], String::from("title"), 4));
            }
            let returned = annotated::subject(pending, &world.env, &world.label).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
