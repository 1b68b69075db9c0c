use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

async fn call(request: Vec<u8>) -> usize {
    request.len()
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, request: Vec<u8>) -> usize {
    cancel_safe::safe_select! {
        n = cancel_safe::abandon(call(request)) => n,
        //~^ moved-into-await
        _ = rx.recv() => 0,
    }
}

fn main() {}
