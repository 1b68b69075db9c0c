use cancel_safe::{cancel_safe, safe_select};

use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::sleep;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, is_patient: bool) -> Option<u32> {
    safe_select! {
        item = rx.recv() => item,
        () = match is_patient {
            true => sleep(Duration::from_secs(60)),
            //~^ timer-starts-over
            false => sleep(Duration::from_secs(1)),
            //~^ timer-starts-over
        } => None,
    }
}

fn main() {}
