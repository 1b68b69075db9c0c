use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) {
    safe_select! {
        None = rx.recv() => {}
        //~^ refutable-pattern
        else => {}
    }
}

fn main() {}
