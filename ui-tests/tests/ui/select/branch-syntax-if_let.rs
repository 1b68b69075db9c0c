use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>, limit: Option<u32>) -> Option<u32> {
    safe_select! {
        n = rx.recv(), if let Some(_) = limit => n,
        //~^ branch-syntax
        else => None,
    }
}

fn main() {}
