use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = a.recv() => n
        n = b.recv() => n
        //~^ branch-syntax
    }
}

fn main() {}
