use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn first(rx: &mut Receiver<u32>) {
    #[rederive]
    //~^ wrong-item
    rx.recv().await;
    #[rederive]
    //~^ wrong-item
    if rx.recv().await.is_some() {
        println!("first");
    }
}

fn main() {}
