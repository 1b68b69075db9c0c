use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, mode: &u8) -> u32 {
    match mode {
        0 if rx.recv().await.is_some() => 1,
        //~^ await-in-guard
        _ => 2,
    }
}

struct Pending {
    run: RunCheckpoint,
}

#[cancel_safe]
async fn caller(pending: &mut Pending, rx: &mut Receiver<u32>) -> u32 {
    run(&mut pending.run, rx, &3).await
}

fn main() {}
