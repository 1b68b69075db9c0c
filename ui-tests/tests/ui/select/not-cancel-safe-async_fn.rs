use cancel_safe::safe_select;

async fn read_send(_: &mut u32, _: &mut u32) {}

async fn run(rx: &mut tokio::sync::mpsc::Receiver<u32>) {
    let (mut db, mut channel) = (0, 0);
    loop {
        safe_select! {
            _ = read_send(&mut db, &mut channel) => break,
            packet = rx.recv() => drop(packet),
        }
    }
}

fn main() {}
//~ 9: not-cancel-safe
