//! `stream.split()` of a socket of tokio: its halves are made again when a call goes on.

use std::io;

use cancel_safe::{Checkpoint, abandon, cancel_safe};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[cancel_safe]
async fn echo(stream: &mut TcpStream) -> io::Result<u64> {
    let (mut reader, mut writer) = stream.split();
    let mut total = 0;
    loop {
        let mut bytes = vec![0; 8];
        let n = reader.read(&mut bytes).await?;
        if n == 0 {
            writer.shutdown().await?;
            return Ok(total);
        }
        writer.write_all(&bytes[..n]).await?;
        total += n as u64;
    }
}

#[cancel_safe]
async fn echo_of_its_own(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    let (mut reader, mut writer) = stream.split();
    let mut bytes = [0; 2];
    reader.read_exact(&mut bytes).await?;
    writer.write_all(&bytes).await?;
    Ok(bytes.to_vec())
}

#[cancel_safe]
async fn ask(address: std::net::SocketAddr, question: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = abandon(TcpStream::connect(address)).await?;
    let (mut reader, mut writer) = stream.split();
    writer.write_all(question).await?;
    let mut answer = vec![0; question.len()];
    reader.read_exact(&mut answer).await?;
    Ok(answer)
}

/// Sockets of other crates are split by value, into halves that own them.
mod elsewhere {
    pub struct TcpStream(pub u32);

    impl TcpStream {
        pub fn split(self) -> (u32, u32) {
            (self.0, self.0 + 1)
        }
    }

    pub struct Range(pub u32);

    impl Range {
        pub fn split(&mut self) -> (u32, u32) {
            self.0 += 1;
            (self.0, self.0 + 1)
        }
    }
}

#[cancel_safe]
async fn by_value(
    rx: &mut tokio::sync::mpsc::Receiver<u32>,
    range: &mut elsewhere::Range,
    stream: elsewhere::TcpStream,
) -> Option<u32> {
    let (reader, writer) = stream.split();
    let (start, end) = range.split();
    let n = rx.recv().await?;
    Some(n + reader + writer + start + end)
}

async fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
    (client.unwrap(), accepted.unwrap().0)
}

/// Drops the future of each call after one poll, until one is ready. Says how many were cancelled.
macro_rules! cancelled_each_time {
    ($call:expr) => {{
        let mut cancels = 0;
        loop {
            tokio::select! {
                biased;
                done = $call => break (done.unwrap(), cancels),
                _ = std::future::ready(()) => cancels += 1,
            }
            tokio::task::yield_now().await;
        }
    }};
}

#[tokio::test]
async fn halves_of_a_lent_socket() {
    let (mut client, mut server) = pair().await;
    let talk = async move {
        for n in 0..20 {
            client.write_all(&[n; 8]).await.unwrap();
            let mut answer = [0; 8];
            client.read_exact(&mut answer).await.unwrap();
            assert_eq!(answer, [n; 8]);
        }
    };
    let talk = tokio::spawn(talk);
    let mut checkpoint = Checkpoint::new();
    let (total, cancels) = cancelled_each_time!(echo(&mut checkpoint, &mut server));
    assert_eq!(total, 160);
    assert!(cancels >= 20, "{cancels}");
    talk.await.unwrap();
}

#[tokio::test]
async fn halves_of_an_owned_socket() {
    let (mut client, server) = pair().await;
    let talk = tokio::spawn(async move {
        let mut answer = [0; 2];
        client.write_all(b"a").await.unwrap();
        tokio::task::yield_now().await;
        client.write_all(b"b").await.unwrap();
        client.read_exact(&mut answer).await.unwrap();
        answer
    });
    let mut checkpoint = Checkpoint::with(server);
    let (bytes, cancels) = cancelled_each_time!(echo_of_its_own(&mut checkpoint));
    assert_eq!(bytes, b"ab");
    assert!(cancels > 0);
    assert_eq!(&talk.await.unwrap(), b"ab");
}

#[tokio::test]
async fn halves_of_a_socket_that_was_connected() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut checkpoint = Checkpoint::with(listener.local_addr().unwrap());
    let asked = async {
        let (mut server, _) = listener.accept().await.unwrap();
        server.read_exact(&mut [0; 4]).await.unwrap();
        server
    };
    // The question is asked once, and the call that waits for the answer is cancelled.
    let mut server = tokio::select! {
        _ = ask(&mut checkpoint, b"echo") => unreachable!("nobody has answered"),
        server = asked => server,
    };
    server.write_all(b"ohce").await.unwrap();
    assert_eq!(ask(&mut checkpoint, b"echo").await.unwrap(), b"ohce");
    assert_eq!(server.read(&mut [0; 4]).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_split_by_value_is_kept() {
    let (tx, mut rx) = tokio::sync::mpsc::channel(1);
    let mut range = elsewhere::Range(0);
    let mut checkpoint = Checkpoint::with(elsewhere::TcpStream(10));
    tokio::select! {
        biased;
        _ = by_value(&mut checkpoint, &mut rx, &mut range) => unreachable!("nothing was sent"),
        _ = std::future::ready(()) => {}
    }
    tx.send(100).await.unwrap();
    let sum = by_value(&mut checkpoint, &mut rx, &mut range).await;
    assert_eq!((sum, range.0), (Some(100 + 10 + 11 + 1 + 2), 1));
}
