use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    safe_select! {
        Some(1) = rx.recv() => 1,
        //~^ refutable-pattern
        else => 2,
    }
}

fn main() {}
