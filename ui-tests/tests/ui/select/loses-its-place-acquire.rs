use cancel_safe::safe_select;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::Receiver;

async fn run(permits: &Semaphore, rx: &mut Receiver<u32>) {
    safe_select! {
        permit = permits.acquire() => drop(permit),
        //~^ loses-its-place
        _ = rx.recv() => {}
    }
}

fn main() {}
