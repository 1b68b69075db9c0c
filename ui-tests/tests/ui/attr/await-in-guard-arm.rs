use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, n: &u32) -> u32 {
    match n {
        1 if rx.recv().await.is_some() => 1,
        //~^ await-in-guard
        _ => 2,
    }
}

fn main() {}
