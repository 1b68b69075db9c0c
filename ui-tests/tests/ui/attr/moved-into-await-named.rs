//! A future that has a name before the select.

use cancel_safe::{cancel_safe, safe_select};
use tokio::sync::mpsc::{Receiver, Sender};

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, tx: &Sender<u32>, stop: &mut Receiver<()>) -> Option<u32> {
    let send = tx.send(1);
    let task = tokio::spawn(async { 1 });
    loop {
        safe_select! {
            sent = send => return sent.ok().map(|()| 1),
            //~^ moved-into-await
            output = task, if !rx.is_empty() => return output.ok(),
            //~^ moved-into-await
            _ = stop.recv() => return None,
        }
    }
}

fn main() {}
