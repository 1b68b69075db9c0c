use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) {
    safe_select! {
        a = rxx.recv() => drop(a),
        b = rx.recvv() => drop(b),
        c = rx.recv(3) => drop(c),
        d = rx.lock().recv() => drop(d),
        e = missing() => drop(e),
        f = rx.recv() => drop(ff),
    }
}

fn main() {}
