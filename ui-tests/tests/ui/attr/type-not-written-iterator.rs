use cancel_safe::cancel_safe;
use std::rc::Rc;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn run(tx: &Sender<usize>, names: Vec<Rc<str>>) {
    for length in names.into_iter().map(|name| name.len()) {
    //~^ type-not-written
        let _ = tx.send(length).await;
    }
}

fn main() {}
