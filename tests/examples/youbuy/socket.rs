//! The server's end of the TCP connection.
//!
//! A frame is its length in two bytes, and so many bytes.

use std::io;

use cancel_safe::{CancelSafe, assume_cancel_safe};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What a frame carries.
pub type Packet = Vec<u8>;

pub struct Socket {
    stream: TcpStream,
    /// What has come in and is no whole frame yet.
    buffer: Vec<u8>,
}

impl Socket {
    pub fn new(stream: TcpStream) -> io::Result<Socket> {
        stream.set_nodelay(true)?;
        Ok(Socket { stream, buffer: Vec::new() })
    }

    /// Waits for a packet.
    ///
    /// # Cancel safety
    ///
    /// Checked by hand: the part of a frame that has come in stays in the buffer, and `read_buf`
    /// has read nothing when it is dropped.
    pub fn read_packet(&mut self) -> impl CancelSafe<Output = io::Result<Packet>> {
        assume_cancel_safe(async {
            loop {
                if let Some(packet) = self.take_packet() {
                    return Ok(packet);
                }
                if self.stream.read_buf(&mut self.buffer).await? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
        })
    }

    /// Sends the packet back.
    pub async fn answer(&mut self, packet: &[u8]) -> io::Result<()> {
        self.stream.write_all(&frame(packet)).await
    }

    fn take_packet(&mut self) -> Option<Packet> {
        let (length, rest) = self.buffer.split_first_chunk()?;
        let packet = rest.get(..u16::from_be_bytes(*length).into())?.to_vec();
        self.buffer.drain(..length.len() + packet.len());
        Some(packet)
    }
}

/// The bytes of a frame.
pub fn frame(packet: &[u8]) -> Vec<u8> {
    let length = u16::try_from(packet.len()).expect("a packet has at most 64 KiB");
    [&length.to_be_bytes(), packet].concat()
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    async fn pair() -> (TcpStream, Socket) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (client, Socket::new(listener.accept().await.unwrap().0).unwrap())
    }

    #[tokio::test]
    async fn cancelled_after_each_byte_loses_none() {
        let (mut client, mut socket) = pair().await;
        let packets = [&b"one"[..], b"", b"three"];
        let mut received = Vec::new();
        for byte in packets.map(frame).concat() {
            client.write_all(&[byte]).await.unwrap();
            socket.stream.readable().await.unwrap();
            tokio::select! {
                biased;
                packet = socket.read_packet() => received.push(packet.unwrap()),
                () = tokio::task::yield_now() => {}
            }
        }
        assert_eq!(received, packets);
    }

    #[tokio::test]
    async fn says_when_the_client_is_gone() {
        let (client, mut socket) = pair().await;
        drop(client);
        let error = socket.read_packet().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
