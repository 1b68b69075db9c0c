use cancel_safe::{Checkpoint, cancel_safe};
use std::rc::Rc;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn read(rx: &mut Receiver<u32>) -> u32 {
    let shared: Rc<u32> = Rc::new(1);
    *shared + rx.recv().await.unwrap_or(0)
}

fn is_send<F: Future + Send>(_: F) {}

fn run(mut rx: Receiver<u32>) {
    let mut pending = Checkpoint::new();
    is_send(read(&mut pending, &mut rx));
    //~^ syntax
}

fn main() {}
