use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;
use tokio::sync::mpsc::Sender;

async fn run(tx: &Sender<u32>, rx: &mut Receiver<u32>) {
    safe_select! {
        _ = tx.send(1) => {}
        //~^ loses-on-cancel
        _ = rx.recv() => {}
    }
}

fn main() {}
