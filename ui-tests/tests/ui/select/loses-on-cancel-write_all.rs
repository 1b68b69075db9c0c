use cancel_safe::safe_select;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;

async fn run(stream: &mut TcpStream, rx: &mut Receiver<u32>) {
    safe_select! {
        done = stream.write_all(b"hello") => done.unwrap(),
        //~^ loses-on-cancel
        _ = rx.recv() => {}
    }
}

fn main() {}
