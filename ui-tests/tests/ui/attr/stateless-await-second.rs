use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    let a = rx.recv().await?;
    Some(a + rx.recv().await?)
    //~^ stateless-await
}

#[cancel_safe(stateless)]
async fn on_some_ways(rx: &mut Receiver<u32>, twice: bool) -> Option<u32> {
    match twice {
        true => _ = rx.recv().await,
        false => return rx.recv().await,
    }
    rx.recv().await
    //~^ stateless-await
}

fn main() {}
