//! One await on each way, and an effect on one of those that lead to the second.

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn run(rx: &mut Receiver<u32>, stopped: &mut bool, count: &mut u32) -> Option<u32> {
    if *stopped {
        if *count == 0 {
            return rx.recv().await;
        }
        *stopped = false;
        //~^ stateless-effect
    }
    match *count {
        0 => return rx.recv().await,
        _ => *count -= 1,
        //~^ stateless-effect
    }
    rx.recv().await
}

fn main() {}
