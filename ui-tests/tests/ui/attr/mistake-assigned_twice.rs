use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> u32 {
    let seen = 0;
    let (first, last) = (rx.recv().await.unwrap_or(0), 1);
    rx.recv().await;
    seen += first + last;
    //~^ E0384
    last = seen;
    //~^ E0384
    last
}

fn main() {}
