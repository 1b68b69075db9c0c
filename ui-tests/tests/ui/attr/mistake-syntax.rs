use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    let n = ;
    //~^ syntax syntax
    rx.recv().await
}

fn main() {}
