use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> (Option<u32>, Option<u32>) {
    tokio::join!(a.recv(), b.recv())
}

fn main() {}
