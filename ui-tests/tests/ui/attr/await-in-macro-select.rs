use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    tokio::select! {
    //~^ await-in-macro
        n = a.recv() => n,
        n = b.recv() => b.recv().await.or(n),
    }
}

fn main() {}
