use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

enum Msg {
    A(u32),
    B,
}

async fn run(rx: &mut Receiver<Result<u32, ()>>, msgs: &mut Receiver<Msg>) -> u32 {
    safe_select! {
        Some(Ok(n)) = rx.recv() => n,
        Some(Msg::A(n)) = msgs.recv() => n,
        Ok(n) = async { Err::<u32, ()>(()) } => n,
        else => 3,
    }
}

fn main() {}
