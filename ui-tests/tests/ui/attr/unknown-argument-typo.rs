use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(chekpoint = Pending)]
//~^ unknown-argument
async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

#[cancel_safe(foo, state_less, stored = self.pending)]
//~^ unknown-argument unknown-argument unknown-argument
async fn other(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

fn main() {}
