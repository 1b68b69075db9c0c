use cancel_safe::cancel_safe;
use std::rc::Rc;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> usize {
    let shared = Rc::new(1_u32);
    rx.recv().await;
    Rc::strong_count(&shared)
}

fn main() {}
//~ 7: type-not-written
