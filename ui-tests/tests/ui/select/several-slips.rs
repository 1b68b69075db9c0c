use cancel_safe::safe_select;

async fn run(mut rx: tokio::sync::mpsc::Receiver<u32>) {
    safe_select! {
        a = rx.recv() -> drop(a),
        //~^ branch-syntax
        b = rx.recv() if true => drop(b),
        //~^ branch-syntax
        rx.recv() => {}
        //~^ branch-syntax
        c = rx.recv() => drop(c)
        d = rx.recv() => drop(d),
        //~^ branch-syntax
        else => {}
        //~^ branch-order
        e = rx.recv() => drop(e),
        else => {}
        //~^ repeated-branch
    }
}

fn main() {}
