use cancel_safe::safe_select;

async fn run(mut rx: tokio::sync::mpsc::Receiver<u32>) {
    safe_select! {
        a = rx.recv() -> drop(a),
        b = rx.recv() if true => drop(b),
        rx.recv() => {}
        c = rx.recv() => drop(c)
        d = rx.recv() => drop(d),
        else => {}
        e = rx.recv() => drop(e),
        else => {}
    }
}

fn main() {}
