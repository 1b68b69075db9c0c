use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn send_in_parts(tx: &Sender<Vec<u8>>, data: &[u8]) {
    let mut rest = data;
    //~^ borrowed-across-await
    while !rest.is_empty() {
        let part = rest[..rest.len().min(64)].to_vec();
        rest = &rest[part.len()..];
        let _ = tx.send(part).await;
    }
}

fn main() {}
