use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> u32 {
    safe_select! {
        Some(n) = a.recv() => n,
        Some(n) = b.recv() => n,
        //~^ else-missing
    }
}

fn main() {}
