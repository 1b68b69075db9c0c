//! Protocols byte by byte: lengths of variable size, tagged values, commands of a mail server,
//! frames with masks, tables with a trailer.

use std::collections::BTreeMap;
use std::io;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use cancel_safe::cancel_safe;
use cancel_safe::testing::Trickle;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
};
use tracing::trace;
use twins::twins;

fn invalid(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// A value of a self-describing format.
#[derive(Clone, Debug, PartialEq)]
pub enum Tagged {
    Unit,
    Bool(bool),
    Int(i64),
    Text(String),
    Pair(Box<(Tagged, Tagged)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opcode {
    Continue = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
}

impl TryFrom<u8> for Opcode {
    type Error = io::Error;

    fn try_from(byte: u8) -> io::Result<Self> {
        Ok(match byte & 0x0f {
            0 => Opcode::Continue,
            1 => Opcode::Text,
            2 => Opcode::Binary,
            8 => Opcode::Close,
            9 => Opcode::Ping,
            other => return Err(invalid(format!("opcode {other}"))),
        })
    }
}

#[derive(Debug, PartialEq)]
pub enum Packet {
    Connect { client: String, keep_alive: u16 },
    Publish { topic: String, id: Option<u16>, payload: Bytes },
    Subscribe { id: u16, filters: Vec<(String, u8)> },
    Ping,
}

#[derive(Debug, Default, PartialEq)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub body: Vec<String>,
}

#[twins]
mod code {
    /// Seven bits a byte, the lowest first.
    #[cancel_safe]
    pub async fn read_varint<R: AsyncRead + Unpin>(reader: &mut R) -> io::Result<u64> {
        let mut value = 0u64;
        let mut shift = 0;
        loop {
            let byte = reader.read_u8().await?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            shift += 7;
            if shift > 63 {
                return Err(invalid("too many bytes"));
            }
        }
    }

    /// The same the other way.
    #[cancel_safe]
    pub async fn write_varint(
        writer: &mut (impl AsyncWrite + Unpin),
        mut value: u64,
    ) -> io::Result<usize> {
        let mut count = 1;
        while value >= 0x80 {
            writer.write_u8((value as u8) | 0x80).await?;
            value >>= 7;
            count += 1;
        }
        writer.write_u8(value as u8).await?;
        Ok(count)
    }

    /// Values within values, with a stack instead of recursion.
    #[cancel_safe]
    pub async fn read_tagged<R>(reader: &mut R, max_depth: usize) -> io::Result<Tagged>
    where
        R: AsyncRead + Unpin,
    {
        let mut stack: Vec<Option<Tagged>> = Vec::new();
        loop {
            let mut value = match reader.read_u8().await? {
                b'u' => Tagged::Unit,
                b'b' => Tagged::Bool(reader.read_u8().await? != 0),
                b'i' => Tagged::Int(reader.read_i64().await?),
                b't' => {
                    let len = usize::from(reader.read_u16().await?);
                    let mut text = vec![0u8; len];
                    reader.read_exact(&mut text).await?;
                    Tagged::Text(String::from_utf8(text).map_err(invalid)?)
                }
                b'p' if stack.len() < max_depth => {
                    stack.push(None);
                    continue;
                }
                tag => return Err(invalid(format!("tag {tag:#x} at depth {}", stack.len()))),
            };
            loop {
                match stack.pop() {
                    None => return Ok(value),
                    Some(None) => {
                        stack.push(Some(value));
                        break;
                    }
                    Some(Some(first)) => value = Tagged::Pair(Box::new((first, value))),
                }
            }
        }
    }

    /// A text with its length before it.
    #[cancel_safe]
    async fn read_text<R: AsyncRead + Unpin>(reader: &mut R) -> io::Result<String> {
        let len = reader.read_u16().await?;
        let mut buf = vec![0; len as usize];
        reader.read_exact(&mut buf).await?;
        String::from_utf8(buf).map_err(|e| invalid(e.to_string()))
    }

    /// A packet of a publisher, whose head says how long it is and what is in it.
    #[cancel_safe]
    pub async fn read_packet<R: AsyncRead + Unpin>(reader: &mut R) -> io::Result<Packet> {
        let first = reader.read_u8().await?;
        let remaining = read_varint(_, reader).await? as usize;
        let packet = match first >> 4 {
            1 => Packet::Connect {
                client: read_text(_, reader).await?,
                keep_alive: reader.read_u16().await?,
            },
            3 => {
                let topic = read_text(_, reader).await?;
                let mut left = remaining - 2 - topic.len();
                let id = if first & 0b110 != 0 {
                    left -= 2;
                    Some(reader.read_u16().await?)
                } else {
                    None
                };
                let mut payload = BytesMut::zeroed(left);
                reader.read_exact(&mut payload).await?;
                Packet::Publish { topic, id, payload: payload.freeze() }
            }
            8 => {
                let id = reader.read_u16().await?;
                let mut filters = vec![];
                let mut left = remaining - 2;
                while left > 0 {
                    let filter = read_text(_, reader).await?;
                    left = left
                        .checked_sub(filter.len() + 3)
                        .ok_or_else(|| invalid("a filter is too long"))?;
                    filters.push((filter, reader.read_u8().await?));
                }
                Packet::Subscribe { id, filters }
            }
            12 if remaining == 0 => Packet::Ping,
            kind => return Err(invalid(format!("packet {kind} of {remaining} bytes"))),
        };
        trace!(?packet, "read");
        Ok(packet)
    }

    /// A message out of frames with masks; what is asked in between is answered.
    #[cancel_safe]
    pub async fn read_ws_message<S>(
        stream: &mut S,
        limit: u64,
    ) -> io::Result<Option<(Opcode, Vec<u8>)>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut message: Option<(Opcode, Vec<u8>)> = None;
        loop {
            let mut head = [0u8; 2];
            stream.read_exact(&mut head).await?;
            let [flags, length] = head;
            let (fin, opcode) = (flags & 0x80 != 0, Opcode::try_from(flags)?);
            let masked = length & 0x80 != 0;
            let len = match length & 0x7f {
                126 => u64::from(stream.read_u16().await?),
                127 => stream.read_u64().await?,
                n => n.into(),
            };
            if len > limit {
                return Err(invalid(format!("{len} bytes")));
            }
            let mask = if masked { Some(stream.read_u32().await?.to_be_bytes()) } else { None };
            let mut payload = vec![0u8; len as usize];
            stream.read_exact(&mut payload[..]).await?;
            if let Some(mask) = mask {
                payload.iter_mut().zip(mask.iter().cycle()).for_each(|(byte, key)| *byte ^= key);
            }
            match (opcode, &mut message) {
                (Opcode::Ping, _) => {
                    stream.write_all(&[0x8a, payload.len() as u8]).await?;
                    stream.write_all(&payload).await?;
                    stream.flush().await?;
                }
                (Opcode::Close, _) => {
                    stream.write_all(&[0x88, 0]).await?;
                    return Ok(None);
                }
                (Opcode::Continue, None) => return Err(invalid("nothing to continue")),
                (Opcode::Continue, Some((_, data))) => data.append(&mut payload),
                (kind, message) => *message = Some((kind, payload)),
            }
            if fin && !matches!(opcode, Opcode::Ping) {
                return Ok(message);
            }
        }
    }

    /// The dialogue of a mail server.
    #[cancel_safe]
    pub async fn receive_mail<R, W>(
        reader: &mut R,
        writer: &mut W,
        domain: &str,
    ) -> io::Result<Vec<Mail>>
    where
        R: AsyncBufRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        writer.write_all(format!("220 {domain}\r\n").as_bytes()).await?;
        let mut mails = Vec::new();
        let mut mail = Mail::default();
        let mut line = String::new();
        loop {
            line.clear();
            if reader.read_line(&mut line).await? == 0 {
                break;
            }
            let (command, argument) =
                line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
            let reply = match command.to_ascii_uppercase().as_str() {
                "HELO" | "EHLO" => format!("250 hello {argument}"),
                "MAIL" => match argument.strip_prefix("FROM:") {
                    Some(from) => {
                        mail.from = from.to_string();
                        "250 ok".to_string()
                    }
                    None => "501 from whom?".into(),
                },
                "RCPT" if mail.from.is_empty() => "503 first MAIL".to_owned(),
                "RCPT" => {
                    mail.to.push(argument.trim_start_matches("TO:").to_string());
                    format!("250 {} recipients", mail.to.len())
                }
                "DATA" => {
                    writer.write_all(b"354 go on\r\n").await?;
                    let mut text = String::new();
                    while reader.read_line(&mut text).await? > 0 && text.trim_end() != "." {
                        let body = text.trim_end();
                        mail.body.push(body.strip_prefix('.').unwrap_or(body).to_string());
                        text.clear();
                    }
                    mails.push(std::mem::take(&mut mail));
                    format!("250 mail {}", mails.len())
                }
                "QUIT" => {
                    writer.write_all(b"221 bye\r\n").await?;
                    break;
                }
                other => format!("500 {other}?"),
            };
            writer.write_all(reply.as_bytes()).await?;
            writer.write_all(b"\r\n").await?;
        }
        writer.flush().await?;
        Ok(mails)
    }

    /// A table of contents behind the contents: sizes first, then names, then a check sum.
    #[cancel_safe]
    pub async fn write_archive<W: AsyncWrite + Unpin>(
        writer: &mut W,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> io::Result<u32> {
        writer.write_all(b"ARC1").await?;
        let mut offset = 4u64;
        let mut index = BytesMut::new();
        let mut sum = 0u32;
        for (name, data) in files {
            writer.write_u32_le(data.len() as u32).await?;
            for chunk in data.chunks(3) {
                writer.write_all(chunk).await?;
                sum = chunk.iter().fold(sum, |sum, byte| sum.rotate_left(1) ^ u32::from(*byte));
            }
            index.put_u64_le(offset);
            index.put_u16_le(name.len() as u16);
            index.put_slice(name.as_bytes());
            offset += 4 + data.len() as u64;
        }
        let length = index.len() as u32;
        writer.write_all_buf(&mut index).await?;
        writer.write_u32_le(length).await?;
        writer.write_u32_le(sum).await?;
        writer.shutdown().await?;
        Ok(sum)
    }

    /// A greeting of a database: parameters until an empty name, then a password if it is asked for.
    #[cancel_safe]
    pub async fn start_up<S: AsyncRead + AsyncWrite + Unpin + Send>(
        stream: &mut S,
        password: Option<&str>,
    ) -> io::Result<Result<BTreeMap<String, String>, String>> {
        let length = stream.read_u32().await?;
        let mut body = vec![0; length.saturating_sub(4) as usize];
        stream.read_exact(&mut body).await?;
        let mut body = Bytes::from(body);
        let version = body.get_u16();
        if version != 3 {
            let text = format!("version {version}");
            stream.write_u8(b'E').await?;
            stream.write_all(text.as_bytes()).await?;
            return Ok(Err(text));
        }
        let mut parameters = BTreeMap::new();
        let mut words =
            body.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned());
        while let (Some(name), Some(value)) = (words.next(), words.next()) {
            if name.is_empty() {
                break;
            }
            parameters.insert(name, value);
        }
        if let Some(expected) = password {
            stream.write_all(b"R\0\0\0\x03").await?;
            let mut given = vec![];
            loop {
                match stream.read_u8().await? {
                    0 => break,
                    byte => given.push(byte),
                }
            }
            if given != expected.as_bytes() {
                stream.write_all(b"Edenied\0").await?;
                return Ok(Err(String::from_utf8_lossy(&given).into_owned()));
            }
        }
        stream.write_all(b"Z").await?;
        Ok(Ok(parameters))
    }
}

/// A stream that answers with `input`, and keeps what is written.
type Peer = Trickle<tokio::io::Join<io::Cursor<Vec<u8>>, Vec<u8>>>;

fn peer(input: impl AsRef<[u8]>) -> Peer {
    Trickle::new(tokio::io::join(io::Cursor::new(input.as_ref().to_vec()), Vec::new()))
}

fn written(peer: &Peer) -> String {
    peer.get_ref().writer().escape_ascii().to_string()
}

same! {
    fn read_varint in code;
    setup: |_| Trickle::new(&b"\xac\x82\x01rest"[..]);
    plain: |input| read_varint(input);
    annotated: |input, pending| read_varint(pending, input);
}

same! {
    fn write_varint in code;
    setup: |_| Trickle::new(Vec::new());
    plain: |output| write_varint(output, 1 << 20);
    annotated: |output, pending| write_varint(pending, output);
    owned: 1 << 20;
    left: |output| output.get_ref().clone();
}

same! {
    fn read_tagged in code;
    setup: |_| Trickle::new(&b"pupt\0\x02abb\x01"[..]);
    plain: |input| read_tagged(input, 4);
    annotated: |input, pending| read_tagged(pending, input);
    owned: 4;
}

same! {
    fn read_publish in code;
    setup: |_| Trickle::new(&b"\x32\x07\0\x01t\0\x09hi"[..]);
    plain: |input| read_packet(input);
    annotated: |input, pending| read_packet(pending, input);
}

same! {
    fn read_subscribe in code;
    setup: |_| Trickle::new(&b"\x82\x0b\0\x01\0\x01a\x01\0\x02bc\x02"[..]);
    plain: |input| read_packet(input);
    annotated: |input, pending| read_packet(pending, input);
}

same! {
    fn read_ws_message in code;
    setup: |_| peer(b"\x01\x02ab\x89\x01p\x80\x81\x01\x02\x03\x04b");
    plain: |stream| read_ws_message(stream, 100);
    annotated: |stream, pending| read_ws_message(pending, stream);
    owned: 100;
    left: |stream| written(stream);
}

same! {
    fn receive_mail in code;
    setup: |_| (
        BufReader::new(&b"MAIL FROM:a\r\nRCPT TO:b\r\nDATA\r\n..x\r\n.\r\nQUIT\r\n"[..]),
        Trickle::new(Vec::new()),
    );
    plain: |(reader, writer)| receive_mail(reader, writer, "here");
    annotated: |(reader, writer), pending| receive_mail(pending, reader, writer, "here");
    left: |(_, writer)| writer.get_ref().escape_ascii().to_string();
}

same! {
    fn write_archive in code;
    setup: |_| {
        let files = [("a", "hello"), ("b", "")].map(|(k, v)| (k.to_owned(), v.as_bytes().to_vec()));
        (Trickle::new(Vec::new()), BTreeMap::from(files))
    };
    plain: |(writer, files)| write_archive(writer, files);
    annotated: |(writer, files), pending| write_archive(pending, writer, files);
    left: |(writer, _)| writer.get_ref().clone();
}

same! {
    fn start_up in code;
    setup: |_| peer(b"\0\0\0\x10\0\x03user\0me\0\0pw\0");
    plain: |stream| start_up(stream, Some("pw"));
    annotated: |stream, pending| start_up(pending, stream, Some("pw"));
    left: |stream| written(stream);
}
