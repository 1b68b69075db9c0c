use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(a: &mut Receiver<u32>, b: &mut Receiver<u32>, b_is_open: bool) -> u32 {
    safe_select! {
        Some(n) = a.recv() => n,
        _ = b.recv(), if b_is_open => 0,
        //~^ else-missing
    }
}

fn main() {}
