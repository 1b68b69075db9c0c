use cancel_safe::{cancel_safe, safe_select};

use futures::future::OptionFuture;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Option<Receiver<u32>>, stop: &mut Receiver<u32>, sum: &mut u32) -> Option<u32> {
    safe_select! {
        item = OptionFuture::from(rx.as_mut().map(|rx| { *sum += 1; rx.recv() })) => item.flatten(),
        //~^ evaluated-twice
        item = stop.recv() => item,
    }
}

fn main() {}
