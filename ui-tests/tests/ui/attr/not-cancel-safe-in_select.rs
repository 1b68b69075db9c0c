use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

async fn request(n: &u32) -> u32 {
    *n
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, n: &u32) -> Option<u32> {
    cancel_safe::safe_select! {
        n = request(n) => Some(n),
        //~^ not-cancel-safe
        n = rx.recv() => n,
    }
}

fn main() {}
