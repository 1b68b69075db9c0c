use cancel_safe::cancel_safe;
use std::sync::Mutex;
use tokio::sync::mpsc::{Receiver, Sender};

#[cancel_safe]
async fn run(rx: &mut Receiver<bool>, tx: &Sender<u32>, waiting: &Mutex<Vec<u32>>, ready: bool) {
    if ready && let Some(id) = waiting.lock().unwrap().pop() {
        //~^ guard-across-await
        let _ = tx.send(id).await;
    }
    if let Some(true) = rx.recv().await && let Some(id) = waiting.lock().unwrap().pop() {
        //~^ guard-across-await
        let _ = tx.send(id).await;
    }
}

fn main() {}
