use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Vec<u32> {
    if rx.recv().await.is_none() {
        return 0;
        //~^ E0308
    }
    rx.recv().await
    //~^ E0308
}

fn main() {}
