use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

async fn run(rx: &mut Receiver<u32>) {
    safe_select! {
        a = rxx.recv() => drop(a),
        //~^ E0425
        b = rx.recvv() => drop(b),
        //~^ E0599
        c = rx.recv(3) => drop(c),
        //~^ E0061
        d = rx.lock().recv() => drop(d),
        //~^ E0599
        e = missing() => drop(e),
        //~^ E0425
        f = rx.recv() => drop(ff),
        //~^ E0425
    }
}

fn main() {}
