use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

enum Msg {
    A(u32),
    B,
}
use Msg::A;

async fn run(msgs: &mut Receiver<Msg>) -> u32 {
    safe_select! {
        Some(A(n)) = msgs.recv() => n,
        //~^ E0005
        else => 3,
    }
}

async fn not_an_option(rx: &mut Receiver<Msg>) -> u32 {
    safe_select! {
        Some(n) = std::future::ready(3) => n,
        //~^ some-of-no-option
        _ = rx.recv() => 4,
    }
}

fn main() {}
