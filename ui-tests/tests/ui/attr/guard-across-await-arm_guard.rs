use std::sync::Mutex;

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn arm(rx: &mut Receiver<u32>, list: &Mutex<Vec<u32>>) -> Option<u32> {
    match list.try_lock() {
        Ok(guard) if !guard.is_empty() => rx.recv().await,
        //~^ guard-across-await
        _ => None,
    }
}

#[cancel_safe]
async fn chain(rx: &mut Receiver<u32>, list: &Mutex<Vec<u32>>) -> Option<u32> {
    if let Ok(guard) = list.try_lock()
        //~^ guard-across-await
        && !guard.is_empty()
    {
        rx.recv().await
    } else {
        None
    }
}

fn main() {}
