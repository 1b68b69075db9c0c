use cancel_safe::{cancel_safe, requeue};
use std::sync::Mutex;
use tokio::sync::mpsc::{Receiver, Sender};

struct State {
    id: u32,
    waiting: Vec<u32>,
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, state: &Mutex<State>) {
    match state.lock().unwrap().id {
        //~^ guard-across-await
        0 => {}
        _ => drop(rx.recv().await),
    }
}

#[cancel_safe]
async fn drain(tx: &Sender<u32>, state: &Mutex<State>) {
    while let Some(id) = state.lock().unwrap().waiting.pop() {
        //~^ guard-across-await
        let _ = tx.send(id).await;
    }
    for id in state.lock().unwrap().waiting.clone() {
        //~^ guard-across-await
        let _ = tx.send(id).await;
    }
}

#[cancel_safe]
async fn operands(tx: &Sender<u32>, state: &Mutex<State>, shared: &tokio::sync::Mutex<State>) {
    let _ = tx.send(state.lock().unwrap().waiting.len() as u32).await;
    //~^ guard-across-await
    let _ = tx.send(requeue(shared.lock()).await.id).await;
    //~^ guard-across-await
}

fn main() {}
