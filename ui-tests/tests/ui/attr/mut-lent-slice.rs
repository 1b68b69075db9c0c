use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn send_all(tx: &Sender<u8>, mut rest: &[u8]) {
    //~^ mut-lent
    while let Some((first, tail)) = rest.split_first() {
        tx.send(*first).await.unwrap();
        rest = tail;
    }
}

fn main() {}
