use cancel_safe::cancel_safe;
use std::rc::Rc;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> u32 {
    let (shared, n) = (Rc::new(1), 2);
    //~^ type-not-written
    rx.recv().await;
    *shared + n
}

fn main() {}
