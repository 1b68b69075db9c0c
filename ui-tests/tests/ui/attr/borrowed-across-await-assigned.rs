use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

struct Cursor<'a> {
    rest: &'a [u32],
}

#[cancel_safe]
async fn next(tx: &Sender<u32>, cursor: &mut Cursor<'_>) -> u32 {
    let head = &cursor.rest[0];
    //~^ borrowed-across-await
    cursor.rest = &cursor.rest[1..];
    let _ = tx.send(*head).await;
    *head
}

#[cancel_safe]
async fn first(tx: &Sender<u32>, rest: &mut &[u32]) -> u32 {
    let Some(head) = rest.first() else { return 0 };
    //~^ borrowed-across-await
    *rest = &rest[1..];
    let _ = tx.send(*head).await;
    *head
}

#[cancel_safe]
async fn each(tx: &Sender<u32>, cursor: &mut Cursor<'_>) {
    let head = &cursor.rest[0];
    //~^ borrowed-across-await
    while tx.send(*head).await.is_ok() {
        println!("{head}");
        cursor.rest = &cursor.rest[1..];
    }
}

fn main() {}
