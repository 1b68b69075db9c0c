use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

macro_rules! twice {
    ($e:expr) => {
        ($e, $e)
    };
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) {
    let _ = twice!(rx.recv().await);
    //~^ await-in-macro
    twice!(rx.recv().await);
    //~^ await-in-macro
}

fn main() {}
