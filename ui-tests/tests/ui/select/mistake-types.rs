use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    let x: u32 = safe_select! {
        a = rx.recv() => a,
        (b, c) = rx.recv() => b + c,
        d = rx.recv(), if 3 => 4,
    };
    safe_select! {
        a = rx.recv() => a.unwrap(),
        _ = std::future::ready(()) => "zero",
    }
}

fn main() {}
