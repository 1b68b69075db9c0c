use cancel_safe::safe_select;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

async fn run(task: JoinHandle<u32>, answer: oneshot::Receiver<u32>) -> u32 {
    safe_select! {
        n = task => n.unwrap(),
        //~^ loses-on-cancel
        n = answer => n.unwrap(),
        //~^ loses-on-cancel
    }
}

fn main() {}
