use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        Some(n) = rx.recv() if n > 3 => n,
        //~^ branch-syntax
        else => 0,
    }
}

fn main() {}
