use cancel_safe::{cancel_safe, safe_select};
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) {
    let work = { async { 1 } };
    safe_select! {
        _ = work => {}
        //~^ not-cancel-safe
        _ = rx.recv() => {}
    }
}

fn main() {}
