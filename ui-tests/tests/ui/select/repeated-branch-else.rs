use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        Some(n) = rx.recv() => n,
        else => 0,
        else => 1,
        //~^ repeated-branch
    }
}

fn main() {}
