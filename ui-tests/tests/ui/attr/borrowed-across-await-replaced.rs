use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

struct Cursor<'a> {
    rest: &'a [u32],
}

fn advance(rest: &mut &[u32]) {
    *rest = &rest[1..];
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, cursor: &mut Cursor<'_>) -> u32 {
    let head = &cursor.rest[0];
    //~^ borrowed-across-await
    advance(&mut cursor.rest);
    rx.recv().await;
    *head
}

fn main() {}
