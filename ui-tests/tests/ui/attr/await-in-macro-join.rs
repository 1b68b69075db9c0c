use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn both(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> (Option<u32>, Option<u32>) {
    tokio::join!(a.recv(), b.recv())
    //~^ await-in-macro
}

#[cancel_safe]
async fn either(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    tokio::select! {
    //~^ await-in-macro
        n = a.recv() => n,
        n = b.recv() => n,
    }
}

#[cancel_safe(stateless)]
async fn first(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    tokio::select! {
    //~^ await-in-macro
        n = a.recv() => n,
        n = b.recv() => n,
    }
}

fn main() {}
