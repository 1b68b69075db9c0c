use cancel_safe::cancel_safe;
use std::rc::Rc;
use tokio::sync::mpsc::Receiver;

fn pair(shared: Rc<u32>, n: Option<u32>) -> u32 {
    *shared + n.unwrap_or(0)
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> u32 {
    pair(Rc::new(1), rx.recv().await)
    //~^ type-not-written
}

fn main() {}
