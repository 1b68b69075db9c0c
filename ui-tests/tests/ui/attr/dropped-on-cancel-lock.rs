use cancel_safe::cancel_safe;
use std::sync::Mutex;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, turn: &Mutex<()>) -> Option<u32> {
    let _turn = turn.lock().unwrap();
    //~^ dropped-on-cancel
    rx.recv().await
}

fn main() {}
