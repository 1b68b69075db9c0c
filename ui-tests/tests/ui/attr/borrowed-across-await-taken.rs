use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, names: &mut [String]) {
    for name in names.iter_mut().map(std::mem::take) {
    //~^ borrowed-across-await
        rx.recv().await;
        drop(name);
    }
}

fn main() {}
