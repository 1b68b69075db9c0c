use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) -> u32 {
    let x: u32 = safe_select! {
        a = rx.recv() => a,
        //~^ E0308
        (b, c) = rx.recv() => b + c,
        //~^ E0308
        d = rx.recv(), if 3 => 4,
        //~^ E0308
    };
    safe_select! {
        a = rx.recv() => a.unwrap(),
        _ = std::future::ready(()) => "zero",
        //~^ E0308
    }
}

fn main() {}
