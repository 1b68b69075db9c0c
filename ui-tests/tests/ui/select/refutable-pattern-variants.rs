use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

enum Msg {
    A(u32),
    B,
}

async fn run(rx: &mut Receiver<Result<u32, ()>>, msgs: &mut Receiver<Msg>) -> u32 {
    safe_select! {
        Some(Ok(n)) = rx.recv() => n,
        //~^ refutable-pattern
        Some(Msg::A(n)) = msgs.recv() => n,
        //~^ refutable-pattern
        Ok(n) = async { Err::<u32, ()>(()) } => n,
        //~^ refutable-pattern
        else => 3,
    }
}

fn main() {}
