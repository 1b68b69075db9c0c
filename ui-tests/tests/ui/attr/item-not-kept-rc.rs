use async_channel::Sender;
use cancel_safe::cancel_safe;
use std::rc::Rc;

#[cancel_safe]
async fn run(tx: &Sender<Rc<u32>>, n: &u32) {
    let _ = tx.send(Rc::new(*n)).await;
}

fn main() {}
