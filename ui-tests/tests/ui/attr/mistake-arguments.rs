use cancel_safe::cancel_safe;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Sender;

struct Job(u32);
struct Other(u32);

// A `&mut` is forgotten.
#[cancel_safe]
async fn forgotten(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut some = vec![0; 4];
    stream.read(some).await?;
    //~^ E0308
    let mut exact = vec![0; 4];
    stream.read_exact(exact).await?;
    //~^ E0308
    let mut all = Vec::new();
    stream.read_to_end(all).await?;
    //~^ E0308
    Ok(())
}

#[cancel_safe]
async fn of_another_type(tx: &Sender<Job>, other: Other) -> bool {
    tx.send(other).await.is_ok()
    //~^ E0308
}

#[cancel_safe]
async fn too_few(tx: &Sender<Job>, stream: &mut TcpStream) {
    tx.send().await.ok();
    //~^ E0061
    stream.write_all().await.ok();
    //~^ E0061
}

#[cancel_safe]
async fn too_many(stream: &mut TcpStream, bytes: &[u8]) {
    stream.write_all(bytes, 2).await.ok();
    //~^ E0061
}

fn main() {}
