use cancel_safe::{cancel_safe, safe_select};

use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::sleep;

macro_rules! twice {
    ($($value:tt)*) => { ($($value)*) * 2 };
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> u32 {
    twice!(safe_select! {
    //~^ await-in-macro
        item = rx.recv() => item.unwrap_or(0),
        () = sleep(Duration::from_secs(1)) => 1,
    })
}

fn main() {}
