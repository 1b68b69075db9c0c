use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(chekpoint = Pending)]
async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe(foo, state_less, stored = self.pending)]
async fn other(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

fn main() {}
