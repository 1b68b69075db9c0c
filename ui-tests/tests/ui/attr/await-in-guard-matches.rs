use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, n: &u32) -> bool {
    matches!(*n, 1 if rx.recv().await.is_some())
    //~^ await-in-guard
}

fn main() {}
