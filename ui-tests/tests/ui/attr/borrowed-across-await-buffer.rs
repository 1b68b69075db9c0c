use cancel_safe::cancel_safe;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

#[cancel_safe]
async fn ask(stream: &mut TcpStream) -> std::io::Result<String> {
    stream.write_all(b"name?\n").await?;
    let mut reader = BufReader::new(stream);
    //~^ borrowed-across-await
    let mut name = String::new();
    reader.read_line(&mut name).await?;
    Ok(name)
}

#[cancel_safe]
async fn count<R: AsyncRead + Unpin>(stream: &mut R) -> std::io::Result<u32> {
    let mut lines = BufReader::new(&mut *stream).lines();
    //~^ borrowed-across-await
    let mut count = 0;
    while lines.next_line().await?.is_some() {
        count += 1;
    }
    Ok(count)
}

struct Client {
    stream: TcpStream,
}

#[cancel_safe]
impl Client {
    #[cancel_safe]
    async fn echo(&mut self) -> std::io::Result<()> {
        let (mut reader, mut writer) = self.stream.split();
        //~^ borrowed-across-await
        let mut byte = [0];
        reader.read_exact(&mut byte).await?;
        writer.write_all(&byte).await
    }
}

#[cancel_safe]
async fn unnamed(stream: &mut TcpStream) -> Option<u8> {
    BufReader::new(&mut *stream).read_u8().await.ok()
    //~^ borrowed-across-await
}

fn main() {}
