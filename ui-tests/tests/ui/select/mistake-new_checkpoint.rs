use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn read(rx: &mut Receiver<u32>) -> u32 {
    rx.recv().await.unwrap_or(0)
}

async fn run(rx: &mut Receiver<u32>, names: &mut Receiver<String>) -> u32 {
    loop {
        safe_select! {
            n = read(&mut Checkpoint::new(), rx) => return n,
            //~^ E0716
            name = names.recv() => drop(name),
        }
    }
}

fn main() {}
