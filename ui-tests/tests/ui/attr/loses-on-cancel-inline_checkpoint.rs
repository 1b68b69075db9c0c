use std::time::Duration;

use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::timeout;

#[cancel_safe]
async fn pair(rx: &mut Receiver<u32>) -> Option<(u32, u32)> {
    Some((rx.recv().await?, rx.recv().await?))
}

#[cancel_safe]
async fn send(tx: &Sender<u32>, item: u32) {
    let _ = tx.send(item).await;
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, ticks: &mut Receiver<()>, tx: &Sender<u32>) {
    loop {
        safe_select! {
            _ = ticks.recv() => println!("tick"),
            _ = pair(_, rx) => {}
            //~^ loses-on-cancel
            _ = send(&mut Checkpoint::with(1), tx) => {}
            //~^ loses-on-cancel
        }
    }
}

#[cancel_safe]
async fn limited(rx: &mut Receiver<u32>) -> Option<(u32, u32)> {
    timeout(Duration::from_secs(1), pair(_, rx)).await.ok()?
    //~^ loses-on-cancel
}

fn main() {}
