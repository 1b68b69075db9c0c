use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    fn read(rx: &mut Receiver<u32>) -> Option<u32> {
        rx.recv().await
        //~^ E0728
    }
    read(rx)
}

fn main() {}
