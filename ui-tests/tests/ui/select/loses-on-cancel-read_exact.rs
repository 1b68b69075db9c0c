use cancel_safe::safe_select;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;

async fn run(stream: &mut TcpStream, rx: &mut Receiver<u32>) {
    let mut head = [0; 4];
    safe_select! {
        _ = stream.read_exact(&mut head) => {}
        //~^ loses-on-cancel
        _ = rx.recv() => {}
    }
}

fn main() {}
