use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<(u32, Option<u32>)>) -> u32 {
    safe_select! {
        Some((n, Some(m))) = rx.recv() => n + m,
        //~^ refutable-pattern
        else => 2,
    }
}

fn main() {}
