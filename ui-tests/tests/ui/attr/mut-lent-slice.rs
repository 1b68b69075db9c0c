use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn send_all(tx: &Sender<u8>, mut rest: &[u8], mut at: &u8) {
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        at = first;
        tx.send(*at).await.unwrap();
    }
}

fn main() {}
