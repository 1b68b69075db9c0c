use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

async fn request(n: u32) -> u32 {
    n
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> u32 {
    cancel_safe::safe_select! {
        Some(n) = rx.recv() => request(n).await,
        //~^ not-cancel-safe
        else => 0,
    }
}

fn main() {}
