use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn twice(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        a = rx.recv() => a,
        b = rx.recv() => b,
        //~^ E0499
    }
}

async fn in_a_block(rx: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        a = rx.recv() => a,
        b = async { rx.recv().await } => b,
        //~^ E0500
    }
}

async fn not_mut(rx: Receiver<u32>) -> Option<u32> {
    safe_select! {
        a = rx.recv() => a,
        //~^ E0596
    }
}

async fn moved(mut rx: Receiver<u32>) -> Option<u32> {
    drop(rx);
    safe_select! {
        a = rx.recv() => a,
        //~^ E0382
    }
}

async fn kept(mut rx: Receiver<String>) -> Option<String> {
    let first = &mut rx;
    let other = safe_select! {
        a = rx.recv() => a,
        //~^ E0499
    };
    first.recv().await;
    other
}

fn main() {}
