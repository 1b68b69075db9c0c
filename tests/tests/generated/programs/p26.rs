// --show --seed 26 --max-size 28 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str, title: String) -> Result<Vec<u32>, Fault> {
        let old1 = std::mem::take(out);
        env.log((8, label.to_string()));
        if (Vec::from([9, 10]).is_empty() && env.flag(0).await) {
            while let Some(y2) = env.maybe_text(env.step(7).await).await {
                continue;
            }
            env.text(sum(&numbers)).await;
            env.list(env.attempt(7).await?).await;
        }
        let mut stack3 = env.list(env.attempt(2).await?).await;
        'l4: while let Some(y5) = stack3.pop() {
            if true {
                env.eat(old1);
                break;
            }
            env.show(&old1).await;
        }
        let mut x6 = env.flag(Err::<u32, Fault>(Fault(env.step(8).await))?).await;
        let stack3 = (0, String::from("l0"));
        env.pair(env.step(env.step(4).await).await).await;
        env.log(6);
        let _ = env.step(2).await;
        env.show(&title).await;
        if false {
            for i7 in (0..sum(&Vec::from([9, 10])) % 4).rev() {
                let edit8 = &mut x6;
                let Some(edit8) = env.maybe_text(env.step(i7).await).await else {
                    env.show(&label).await;
                    break;
                };
            }
            env.log(env.maybe_text(env.step(4).await).await);
            let mut turn9 = 0;
            'l10: while turn9 < 2 {
                turn9 += 1;
                let (x11, x12) = (turn9, title.clone());
                let mut x13 = vec![(String::from("l6").len() as u32), env.step(env.step(env.step(x11).await).await).await];
                env.show(&x11).await;
                let _ = env.step(env.step(env.step(turn9).await).await).await;
                x6 = (5 == turn9);
                fn local14(n: u32) -> u32 {
                    n ^ 0
                }
                env.log(local14(x11));
            }
        } else if env.flag(env.step(2).await).await {

        } else if false {

        } else {

        }
        Ok(numbers.to_vec().into_iter().map(|value| value ^ 2).collect::<Vec<u32>>())
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn subject(env: &Env, numbers: &[u32], out: &mut Vec<u32>, label: &str, title: String) -> Result<Vec<u32>, Fault> {
        let old1 = std::mem::take(out);
        env.log((8, label.to_string()));
        if (Vec::from([9, 10]).is_empty() && env.flag(0).await) {
            while let Some(y2) = env.maybe_text(env.step(7).await).await {
                continue;
            }
            env.text(sum(&numbers)).await;
            env.list(env.attempt(7).await?).await;
        }
        let mut stack3 = env.list(env.attempt(2).await?).await;
        'l4: while let Some(y5) = stack3.pop() {
            if true {
                env.eat(old1);
                break;
            }
            env.show(&old1).await;
        }
        let mut x6 = env.flag(Err::<u32, Fault>(Fault(env.step(8).await))?).await;
        let stack3 = (0, String::from("l0"));
        env.pair(env.step(env.step(4).await).await).await;
        env.log(6);
        let _ = env.step(2).await;
        env.show(&title).await;
        if false {
            for i7 in (0..sum(&Vec::from([9, 10])) % 4).rev() {
                let edit8 = &mut x6;
                let Some(edit8) = env.maybe_text(env.step(i7).await).await else {
                    env.show(&label).await;
                    break;
                };
            }
            env.log(env.maybe_text(env.step(4).await).await);
            let mut turn9 = 0;
            'l10: while turn9 < 2 {
                turn9 += 1;
                let (x11, x12) = (turn9, title.clone());
                let mut x13 = vec![(String::from("l6").len() as u32), env.step(env.step(env.step(x11).await).await).await];
                env.show(&x11).await;
                let _ = env.step(env.step(env.step(turn9).await).await).await;
                x6 = (5 == turn9);
                fn local14(n: u32) -> u32 {
                    n ^ 0
                }
                env.log(local14(x11));
            }
        } else if env.flag(env.step(2).await).await {

        } else if false {

        } else {

        }
        Ok(numbers.to_vec().into_iter().map(|value| value ^ 2).collect::<Vec<u32>>())
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
