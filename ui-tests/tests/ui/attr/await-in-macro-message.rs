use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) {
    assert!(rx.recv().await.is_some(), "{:?}", rx.recv().await);
    assert_eq!(rx.recv().await, Some(1), "{:?}", rx.recv().await);
    //~^ await-in-macro
    debug_assert_ne!(rx.recv().await, None, "{:?}", rx.recv().await);
    //~^ await-in-macro
}

fn main() {}
