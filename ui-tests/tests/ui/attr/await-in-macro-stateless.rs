use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

macro_rules! same {
    ($e:expr) => {
        $e
    };
}

#[cancel_safe(stateless)]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    same!(rx.recv().await)
    //~^ await-in-macro
}

fn main() {}
