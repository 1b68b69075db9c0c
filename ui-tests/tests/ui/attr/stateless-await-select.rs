use cancel_safe::{cancel_safe, safe_select};
use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn two(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    let first = safe_select! { n = a.recv() => n, n = b.recv() => n };
    first.or(safe_select! { n = a.recv() => n, n = b.recv() => n })
    //~^ stateless-await
}

#[cancel_safe(stateless)]
async fn in_a_handler(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        Some(n) = a.recv() => Some(n),
        n = b.recv() => safe_select! { m = a.recv() => n.or(m) },
        //~^ stateless-await
    }
}

#[cancel_safe(stateless)]
async fn awaited_in_a_handler(a: &mut Receiver<u32>, b: &mut Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = async { a.recv().await } => n,
        n = b.recv() => n.or(a.recv().await),
        //~^ stateless-await
    }
}

fn main() {}
