use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, mut limit: Option<&u32>) {
//~^ mut-lent
    while rx.recv().await.as_ref() != limit {
        limit = None;
    }
}

fn main() {}
