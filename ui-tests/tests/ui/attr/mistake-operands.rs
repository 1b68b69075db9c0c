use cancel_safe::cancel_safe;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{Receiver, Sender};

#[cancel_safe]
async fn item(rx: &mut Receiver<u32>, tx: &Sender<String>) {
    while let Some(n) = rx.recv().await {
        tx.send(n).await.ok();
        //~^ E0308
    }
}

#[cancel_safe]
async fn buffers(stream: &mut TcpStream, lines: &[String]) -> std::io::Result<()> {
    for line in lines {
        stream.write_all(line).await?;
        //~^ E0308
    }
    let mut length = [0u16; 4];
    stream.read_exact(&mut length).await?;
    //~^ E0308
    Ok(())
}

fn main() {}
