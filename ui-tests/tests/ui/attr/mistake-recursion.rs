use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn sum(rx: &mut Receiver<u32>, count: &u32) -> u32 {
    //~^ E0733
    if *count == 0 {
        return 0;
    }
    let n = rx.recv().await.unwrap_or(0);
    n + sum(_, rx, &(count - 1)).await
}

fn main() {}
