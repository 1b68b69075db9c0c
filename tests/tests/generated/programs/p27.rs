// --show --seed 27 --max-size 29 --features all

use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };

mod plain {
    use super::*;

    pub async fn helper0(env: &Env, start: u32) -> Item {
        'l1: while let Some(y2) = env.maybe_text(start).await {
            env.show(&y2).await;
        }
        env.step((Item { id: 0, name: String::from("l0") }).id).await;
        env.text((start ^ 1)).await;
        let x3 = Vec::from([8, 9]).into_iter().map(|value| value ^ 4).collect::<Vec<u32>>();
        let mut x4: Result<u32, Fault> = env.attempt(6).await;
        let mut turn5 = 0;
        while turn5 < 2 && env.flag(turn5).await {
            turn5 += 1;
            let x6;
            if (((turn5 + env.step(turn5).await) % LIMIT) == env.step(turn5).await) {
                x6 = Some(String::from("l2"));
            } else {
                x6 = env.maybe_text(((5 + start) % LIMIT)).await;
            }
        }
        let start = (Item { id: env.step((*x4.as_ref().unwrap_or(&8))).await, name: (Item { id: 4, name: String::from("l6") }).name });
        (Item { id: 9, name: String::from("l9") })
    }

    pub async fn subject(env: &Env, out: &mut Vec<u32>, mut items: Vec<u32>, title: String, start: u32) -> u32 {
        let x1 = title.clone();
        let x2 = (((start + 6) % LIMIT), env.text(start).await);
        env.log(x2.1);
        env.log(glue(&x1.clone(), &x1.clone()));
        'l3: for mut y4 in extend(items.clone(), start) {
            let x5 = String::from("l5");
        }
        let Item { id: x6, name: x7 } = env.item(mix(start, 1)).await;
        out.push(mix(start, ((start + start) % LIMIT)));
        out.truncate(6);
        if let (1, _) = env.pair(x6).await && let (6, _) = env.pair(x6).await {
            let mut x8 = Ok::<u32, Fault>(x6);
            env.show(&title).await;
            #[cfg(all())]
            env.step(6).await;
            #[cfg(any())]
            env.step(2).await;
        } else {
            while let Some(y9) = env.maybe_text(x6).await {
                env.log(Some(5).ok_or(Fault(x6)));
            }
        }
        let x10: Vec<u32> = items.clone();
        let mut stack11 = Vec::from([6, 7]);
        'l12: while let Some(y13) = stack11.pop() {
            let (x14, mut x15) = env.pair((Item { id: x6, name: title.clone() }).id).await;
            env.show(&x15).await;
            break;
        }
        if Vec::from([8, 9]).into_iter().map(|value| value ^ 9).collect::<Vec<u32>>().is_empty() {
            let old16 = std::mem::take(out);
            if let Item { id: y17 @ 4.., .. } = env.item(((start + start) % LIMIT)).await {
                let _ = env.maybe(y17).await;
                env.log(stack11.clone());
                env.maybe_text(x6).await;
                let _ = env.maybe_text(sum(&old16.clone())).await;
            } else {
                env.log(true);
            }
            let x18;
            if (env.flag(5).await && false) {
                x18 = Some(6);
            } else {
                x18 = env.maybe(x6).await;
            }
            let _ = env.flag(start).await;
        } else {

        }
        start
    }
}

mod annotated {
    use super::*;

    #[cancel_safe]
    pub async fn helper0(env: &Env, start: u32) -> Item {
        'l1: while let Some(y2) = env.maybe_text(start).await {
            env.show(&y2).await;
        }
        env.step((Item { id: 0, name: String::from("l0") }).id).await;
        env.text((start ^ 1)).await;
        let x3 = Vec::from([8, 9]).into_iter().map(|value| value ^ 4).collect::<Vec<u32>>();
        let mut x4: Result<u32, Fault> = env.attempt(6).await;
        let mut turn5 = 0;
        while turn5 < 2 && env.flag(turn5).await {
            turn5 += 1;
            let x6;
            if (((turn5 + env.step(turn5).await) % LIMIT) == env.step(turn5).await) {
                x6 = Some(String::from("l2"));
            } else {
                x6 = env.maybe_text(((5 + start) % LIMIT)).await;
            }
        }
        let start = (Item { id: env.step((*x4.as_ref().unwrap_or(&8))).await, name: (Item { id: 4, name: String::from("l6") }).name });
        (Item { id: 9, name: String::from("l9") })
    }

    #[cancel_safe]
    pub async fn subject(env: &Env, out: &mut Vec<u32>, mut items: Vec<u32>, title: String, start: u32) -> u32 {
        let x1 = title.clone();
        let x2 = (((start + 6) % LIMIT), env.text(start).await);
        env.log(x2.1);
        env.log(glue(&x1.clone(), &x1.clone()));
        'l3: for mut y4 in extend(items.clone(), start) {
            let x5 = String::from("l5");
        }
        let Item { id: x6, name: x7 } = env.item(mix(start, 1)).await;
        out.push(mix(start, ((start + start) % LIMIT)));
        out.truncate(6);
        if let (1, _) = env.pair(x6).await && let (6, _) = env.pair(x6).await {
            let mut x8 = Ok::<u32, Fault>(x6);
            env.show(&title).await;
            #[cfg(all())]
            env.step(6).await;
            #[cfg(any())]
            env.step(2).await;
        } else {
            while let Some(y9) = env.maybe_text(x6).await {
                env.log(Some(5).ok_or(Fault(x6)));
            }
        }
        let x10: Vec<u32> = items.clone();
        let mut stack11 = Vec::from([6, 7]);
        'l12: while let Some(y13) = stack11.pop() {
            let (x14, mut x15) = env.pair((Item { id: x6, name: title.clone() }).id).await;
            env.show(&x15).await;
            break;
        }
        if Vec::from([8, 9]).into_iter().map(|value| value ^ 9).collect::<Vec<u32>>().is_empty() {
            let old16 = std::mem::take(out);
            if let Item { id: y17 @ 4.., .. } = env.item(((start + start) % LIMIT)).await {
                let _ = env.maybe(y17).await;
                env.log(stack11.clone());
                env.maybe_text(x6).await;
                let _ = env.maybe_text(sum(&old16.clone())).await;
            } else {
                env.log(true);
            }
            let x18;
            if (env.flag(5).await && false) {
                x18 = Some(6);
            } else {
                x18 = env.maybe(x6).await;
            }
            let _ = env.flag(start).await;
        } else {

        }
        start
    }
}

fn call_plain(world: &mut World) -> Call<'_> {
    Box::pin(async move {
        for _ in 0..1 {
            let returned = plain::subject(&world.env, &mut world.out, vec![3, 1, 2], String::from("title"), 4).await;
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
            let returned = annotated::subject(pending, &world.env, &mut world.out).await;
            world.returned.push(format!("{returned:?}"));
        }
        world.outcome()
    })
}
