//! Every way through the block counts, in the order of evaluation.

use cancel_safe::safe_select;
use std::future::pending;
use tokio::sync::mpsc::Receiver;

struct Pair {
    a: Option<u32>,
    b: u32,
}

fn pop(queue: &mut Vec<u32>) -> Pair {
    Pair { a: queue.pop(), b: 0 }
}

fn then(queue: &mut Vec<u32>) -> impl Fn(Option<u32>) {
    queue.pop();
    drop
}

async fn effects(rx: &mut Receiver<u32>, queue: &mut Vec<u32>, some: Option<u32>) {
    safe_select! {
        _ = async { let Some(_) = some else { queue.pop(); rx.recv().await; return }; } => {}
        //~^ block-effect
        _ = async { match some { Some(_) if queue.pop().is_some() => rx.recv().await, _ => None } } => {}
        //~^ block-effect
        _ = async { let _pair = Pair { b: 3, ..pop(queue) }; rx.recv().await } => {}
        //~^ block-effect
        _ = async { then(queue)(rx.recv().await) } => {}
        //~^ block-effect
        _ = async { some.is_some() && queue.pop().is_some(); rx.recv().await } => {}
        //~^ block-effect
    }
}

async fn selects(a: &mut Receiver<String>, b: &mut Receiver<String>, seen: &mut Vec<String>) {
    safe_select! {
        _ = async {
            let first = safe_select! { v = a.recv() => v, v = b.recv() => v };
            (first, pending::<()>().await)
            //~^ block-await
        } => {}
        _ = async { safe_select! { v = a.recv() => (v, b.recv().await), _ = b.recv() => (None, None) } } => {}
        //~^ block-await
        _ = async {
            let first = safe_select! { v = a.recv() => v, default => None };
            //~^ block-effect
            (first, b.recv().await)
        } => {}
        _ = async { loop { safe_select! { v = a.recv() => seen.extend(v), _ = b.recv() => break } } } => {}
        //~^ block-loop
    }
}

async fn takes(a: &mut Receiver<String>, b: &mut Receiver<String>, text: String) {
    safe_select! {
        _ = async { safe_select! { v = a.recv() => drop((v, text)), _ = b.recv() => {} } } => {}
        //~^ moved-into-block
    }
}

fn main() {}
