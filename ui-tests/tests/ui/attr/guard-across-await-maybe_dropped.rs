use std::sync::Mutex;

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn take(rx: &mut Receiver<u32>, list: &Mutex<Vec<u32>>) -> Option<u32> {
    let guard = list.lock().unwrap();
    //~^ guard-across-await
    if guard.is_empty() {
        drop(guard);
    }
    rx.recv().await
}

#[cancel_safe]
async fn dropped(rx: &mut Receiver<u32>, list: &Mutex<Vec<u32>>) -> Option<u32> {
    let guard = list.lock().unwrap();
    match guard.first() {
        Some(1) => drop(guard),
        _ => {
            println!("{}", guard.len());
            drop(guard);
        }
    }
    rx.recv().await
}

fn main() {}
