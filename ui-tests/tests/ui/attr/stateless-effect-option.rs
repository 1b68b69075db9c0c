use cancel_safe::cancel_safe;

use futures::future::OptionFuture;
use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn run(rx: &mut Receiver<u32>, numbers: &mut Vec<u32>) -> Option<u32> {
    OptionFuture::from(numbers.pop().map(|_| rx.recv())).await.flatten()
    //~^ stateless-effect
}

fn main() {}
