#![allow(unused)]
use cancel_safe::*;
struct Db { rx: tokio::sync::mpsc::Receiver<u32> }
#[cancel_safe(stateless)]
pub async fn next(db: &mut Db) -> Option<u32> { db.rx.recv().await.map(|x| x + 1) }
#[cancel_safe]
async fn f(db: &mut Db, v: &[u32], tx: &tokio::sync::mpsc::Sender<u32>) -> Option<u32> {
    let mut sum = 0;
    for x in v.iter() { sum += *x; tx.send(*x).await.ok()?; }
    while let Some(n) = next(db).await { sum += n; if n == 7 { break } }
    let r = match next(db).await { Some(1) => 3, Some(x) if x > 3 => { tx.send(x).await.unwrap(); x }, None => { next(db).await? } Some(_) => return None };
    if let Some(y) = next(db).await && y > 2 { sum += next(db).await? + next(db).await? ; }
    Some(sum + r)
}
#[test]
fn t() {}
