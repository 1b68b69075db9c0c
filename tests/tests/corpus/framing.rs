//! Messages with a length in front, lines and frames through a codec.

use std::collections::VecDeque;
use std::io;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use cancel_safe::cancel_safe;
use cancel_safe::testing::Trickle;
use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_util::codec::{Framed, LengthDelimitedCodec, LinesCodec};
use twins::twins;

use super::peer::{ProtocolError, peer, written};

#[twins]
mod code {
    const MAX_FRAME: usize = 64;

    /// Reads one length-prefixed message.
    #[cancel_safe]
    pub async fn read_message<R: AsyncRead + Unpin>(
        reader: &mut R,
    ) -> Result<Option<Vec<u8>>, ProtocolError> {
        let len = match reader.read_u32().await {
            Ok(len) => len as usize,
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        if len > MAX_FRAME {
            return Err(ProtocolError::TooLong(len));
        }
        let mut payload = vec![0u8; len];
        reader.read_exact(&mut payload).await?;
        Ok(Some(payload))
    }

    /// Reads messages until the peer closes.
    #[cancel_safe]
    pub async fn read_all<R: AsyncRead + Unpin>(
        reader: &mut R,
    ) -> Result<Vec<String>, ProtocolError> {
        let mut messages = Vec::new();
        while let Some(payload) = read_message(_, reader).await? {
            let text = String::from_utf8_lossy(&payload);
            messages.push(text.into_owned());
        }
        Ok(messages)
    }

    /// Writes a header, the payload and a check sum.
    #[cancel_safe]
    pub async fn write_message<W>(writer: &mut W, kind: u8, payload: &[u8]) -> io::Result<usize>
    where
        W: AsyncWrite + Unpin + ?Sized,
    {
        let mut header = [0u8; 5];
        header[0] = kind;
        header[1..].copy_from_slice(&(payload.len() as u32).to_be_bytes());
        writer.write_all(&header).await?;
        for chunk in payload.chunks(4) {
            writer.write_all(chunk).await?;
        }
        let sum = payload.iter().fold(0u16, |sum, &byte| sum.wrapping_add(byte.into()));
        writer.write_u16(sum).await?;
        writer.flush().await?;
        Ok(header.len() + payload.len() + 2)
    }

    /// Answers each line in upper case, and counts.
    #[cancel_safe]
    pub async fn echo_lines<T>(
        framed: &mut Framed<T, LinesCodec>,
    ) -> Result<usize, Box<dyn std::error::Error + Send + Sync>>
    where
        T: AsyncRead + AsyncWrite + Unpin,
    {
        let mut count = 0;
        while let Some(line) = framed.next().await {
            let line = line?;
            if line == "quit" {
                framed.send("bye").await?;
                break;
            }
            count += 1;
            framed.send(format!("{count} {}", line.to_uppercase())).await?;
        }
        framed.get_mut().shutdown().await?;
        Ok(count)
    }

    /// Requests and answers in one frame each.
    #[cancel_safe]
    pub async fn serve_frames<T>(
        framed: &mut Framed<T, LengthDelimitedCodec>,
        store: &mut VecDeque<Bytes>,
    ) -> io::Result<()>
    where
        T: AsyncRead + AsyncWrite + Unpin,
    {
        while let Some(frame) = framed.next().await.transpose()? {
            let mut frame = frame.freeze();
            if frame.is_empty() {
                continue;
            }
            match frame.get_u8() {
                b'p' => {
                    store.push_back(frame);
                    framed.send(Bytes::from_static(b"ok")).await?;
                }
                b'g' => {
                    let item = store.pop_front().unwrap_or_default();
                    let mut answer = BytesMut::with_capacity(1 + item.len());
                    answer.put_u8(b'=');
                    answer.extend_from_slice(&item);
                    framed.send(answer.freeze()).await?;
                }
                other => {
                    let text = format!("unknown {}", other as char);
                    framed.send(Bytes::from(text)).await?;
                }
            }
        }
        Ok(())
    }
}

same! {
    fn read_message in code;
    setup: |_| Trickle::new(&b"\0\0\0\x03abc"[..]);
    plain: |input| read_message(input);
    annotated: |input, pending| read_message(pending, input);
}

same! {
    fn read_all in code;
    setup: |_| Trickle::new(&b"\0\0\0\x02ab\0\0\0\x01c\0\0\0\x41"[..]);
    plain: |input| read_all(input);
    annotated: |input, pending| read_all(pending, input);
}

same! {
    fn write_message in code;
    setup: |_| Trickle::new(Vec::new());
    plain: |output| write_message(output, 7, b"payload");
    annotated: |output, pending| write_message(pending, output, b"payload");
    owned: 7;
    left: |output| output.get_ref().clone();
}

same! {
    fn echo_lines in code;
    setup: |_| Framed::new(peer("one\ntwo\nquit\nthree"), LinesCodec::new());
    plain: |framed| echo_lines(framed);
    annotated: |framed, pending| echo_lines(pending, framed);
    left: |framed| written(framed.get_ref());
}

same! {
    fn serve_frames in code;
    setup: |_| (
        Framed::new(peer("\0\0\0\x02pa\0\0\0\x01g\0\0\0\x01x\0\0\0\0"), LengthDelimitedCodec::new()),
        VecDeque::new(),
    );
    plain: |(framed, store)| serve_frames(framed, store);
    annotated: |(framed, store), pending| serve_frames(pending, framed, store);
    left: |(framed, store)| (written(framed.get_ref()), store.len());
}
