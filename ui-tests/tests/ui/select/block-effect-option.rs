use cancel_safe::safe_select;

use futures::future::OptionFuture;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::sleep;

async fn run(rx: &mut Receiver<u32>, numbers: &mut Vec<u32>) {
    safe_select! {
        _ = async { OptionFuture::from(numbers.pop().map(|_| rx.recv())).await } => {}
        //~^ block-effect
        _ = sleep(Duration::from_secs(1)) => {}
    }
}

fn main() {}
