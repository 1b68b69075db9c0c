use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;
use tokio::sync::{Mutex, Semaphore};

#[cancel_safe]
async fn limited(rx: &mut Receiver<u32>, running: &Semaphore) {
    if let Ok(_) = running.try_acquire() {
        //~^ guard-across-await
        rx.recv().await;
    }
}

#[cancel_safe]
async fn alone(rx: &mut Receiver<u32>, state: &Mutex<u32>) -> u32 {
    match state.try_lock() {
        //~^ guard-across-await
        Ok(state) if *state > 5 => 0,
        _ => rx.recv().await.unwrap_or(1),
    }
}

fn main() {}
