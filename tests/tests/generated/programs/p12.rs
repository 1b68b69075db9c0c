// --show --seed 12 --max-size 14 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env) -> Option<u32> {
        let mut x1 = Vec::from([sum(&Vec::from([7, 8])), env.next()]).into_iter().map(|value| value ^ 8).collect::<Vec<u32>>();
        match env.pair(env.step(env.step(2).await).await).await {
            (mut y2 @ 0..=7, y3) => {
                env.show(&y2).await;
                let view4 = &y3[..];
            }
            y5 => {

            }
        }
        None
    }

    pub async fn subject(env: &Env, mut title: String, start: u32) -> Result<String, Fault> {
        let (x1, x2) = (8, env.text(env.step(5).await).await);
        while let Ok(y3) = env.attempt(env.step(start).await).await {
            match env.step(start).await {
                7 | 10 if Vec::from([6, 7]).is_empty() => {
                    break;
                }
                2 | 5 => {
                    let mut x4 = env.attempt(4).await;
                }
                _ => {

                    let x6 = helper0(env).await;
                    env.log(x6);
                    let view7 = &title[..];
                    env.show(&view7).await;
                }
            }
            let mut x8 = env.step(sum(&Vec::from([4, 5]))).await;
            env.log(env.shape(y3).await);
            if let Ok(y9) = env.attempt(env.next()).await {
                let (x10, mut x11) = (start, (Item { id: 1, name: String::from("l1") }).name);
                let mut x12 = env.step(env.step(env.attempt(x10).await?).await).await;
                x12 = env.step(env.attempt(env.step(2).await).await?).await;
            }
        }
        Ok(title.clone())
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env) -> Option<u32> {
        let mut x1 = Vec::from([sum(&Vec::from([7, 8])), env.next()]).into_iter().map(|value| value ^ 8).collect::<Vec<u32>>();
        match env.pair(env.step(env.step(2).await).await).await {
            (mut y2 @ 0..=7, y3) => {
                env.show(&y2).await;
                let view4 = &y3[..];
            }
            y5 => {

            }
        }
        None
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, mut title: String, start: u32) -> Result<String, Fault> {
        let (x1, x2) = (8, env.text(env.step(5).await).await);
        while let Ok(y3) = env.attempt(env.step(start).await).await {
            match env.step(start).await {
                7 | 10 if Vec::from([6, 7]).is_empty() => {
                    break;
                }
                2 | 5 => {
                    let mut x4 = env.attempt(4).await;
                }
                _ => {
                    let mut inner5 = Checkpoint::new();
                    let x6 = helper0(&mut inner5, env).await;
                    env.log(x6);
                    let view7 = &title[..];
                    env.show(&view7).await;
                }
            }
            let mut x8 = env.step(sum(&Vec::from([4, 5]))).await;
            env.log(env.shape(y3).await);
            if let Ok(y9) = env.attempt(env.next()).await {
                let (x10, mut x11) = (start, (Item { id: 1, name: String::from("l1") }).name);
                let mut x12 = env.step(env.step(env.attempt(x10).await?).await).await;
                x12 = env.step(env.attempt(env.step(2).await).await?).await;
            }
        }
        Ok(title.clone())
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, String::from("title"), 4).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}

fn fresh() -> Box<dyn std::any::Any> {
    Box::new(annotated::SubjectCheckpoint::with((String::from("title"), 4)))
}

fn call_annotated(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        while world.returned.len() < 1 {
            let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
            if pending.is_finished() {
                pending.restart((String::from("title"), 4));
            }
            let returned = annotated::subject(pending, &world.env).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
