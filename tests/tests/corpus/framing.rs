//! Length-prefixed and delimited frames, codecs, parsers with a buffer.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Cursor};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use cancel_safe::testing::Trickle;
use cancel_safe::{Checkpoint, cancel_safe};
use futures::{SinkExt, StreamExt};
use tests::corpus::NoCheckpoint;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio_util::codec::{Framed, LengthDelimitedCodec, LinesCodec};
use twins::twins;

/// What can go wrong with a connection.
#[derive(Debug)]
pub enum ProtocolError {
    Io(io::Error),
    TooLong(usize),
    BadHeader(String),
    Closed,
}

impl From<io::Error> for ProtocolError {
    fn from(error: io::Error) -> Self {
        ProtocolError::Io(error)
    }
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for ProtocolError {}

/// A value of the Redis protocol.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Simple(String),
    Error(String),
    Integer(i64),
    Bulk(Bytes),
    Null,
    Array(Vec<Value>),
}

impl Value {
    /// A whole value from the front of a buffer, if there is one.
    fn check(buf: &[u8]) -> Result<Option<(Value, usize)>, ProtocolError> {
        let Some(end) = buf.windows(2).position(|pair| pair == b"\r\n") else { return Ok(None) };
        let line = String::from_utf8_lossy(&buf[1..end]).into_owned();
        let bad = || ProtocolError::BadHeader(line.clone());
        let number = || line.parse::<i64>().map_err(|_| bad());
        let mut at = end + 2;
        let value = match buf[0] {
            b'+' => Value::Simple(line),
            b'-' => Value::Error(line),
            b':' => Value::Integer(number()?),
            b'$' => match number()? {
                -1 => Value::Null,
                len => {
                    let len = len as usize;
                    if buf.len() < at + len + 2 {
                        return Ok(None);
                    }
                    let bulk = Bytes::copy_from_slice(&buf[at..at + len]);
                    at += len + 2;
                    Value::Bulk(bulk)
                }
            },
            b'*' => {
                let mut items = Vec::new();
                for _ in 0..number()? {
                    if at >= buf.len() {
                        return Ok(None);
                    }
                    let Some((item, len)) = Value::check(&buf[at..])? else { return Ok(None) };
                    items.push(item);
                    at += len;
                }
                Value::Array(items)
            }
            _ => return Err(bad()),
        };
        Ok(Some((value, at)))
    }
}

/// A request of a web client.
#[derive(Debug, Default)]
pub struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

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

    /// A connection that speaks the protocol of Redis.
    pub struct Connection<S> {
        stream: S,
        buffer: BytesMut,
        reading: ConnectionReadValueCheckpoint,
    }

    #[cancel_safe]
    impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
        pub fn get_ref(&self) -> &S {
            &self.stream
        }

        pub fn new(stream: S) -> Self {
            Connection { stream, buffer: BytesMut::with_capacity(64), reading: Checkpoint::new() }
        }

        /// Reads a value, or `None` where the peer closed in between two.
        #[cancel_safe(stored_in = self.reading)]
        pub async fn read_value(&mut self) -> Result<Option<Value>, ProtocolError> {
            loop {
                if let Some(value) = self.parse_value()? {
                    return Ok(Some(value));
                }
                if 0 == self.stream.read_buf(&mut self.buffer).await? {
                    if self.buffer.is_empty() {
                        return Ok(None);
                    } else {
                        return Err(ProtocolError::Closed);
                    }
                }
            }
        }

        fn parse_value(&mut self) -> Result<Option<Value>, ProtocolError> {
            if self.buffer.is_empty() {
                return Ok(None);
            }
            let Some((value, len)) = Value::check(&self.buffer)? else { return Ok(None) };
            self.buffer.advance(len);
            Ok(Some(value))
        }

        /// Writes a value; arrays only on the outside.
        #[cancel_safe]
        pub async fn write_value(&mut self, value: &Value) -> io::Result<()> {
            match value {
                Value::Array(items) => {
                    self.stream.write_u8(b'*').await?;
                    self.write_decimal(&mut Checkpoint::with(items.len() as i64)).await?;
                    for item in &**items {
                        self.write_single(_, item).await?;
                    }
                }
                _ => self.write_single(_, value).await?,
            }
            self.stream.flush().await
        }

        #[cancel_safe]
        async fn write_single(&mut self, value: &Value) -> io::Result<()> {
            match value {
                Value::Simple(text) => {
                    self.stream.write_u8(b'+').await?;
                    self.stream.write_all(text.as_bytes()).await?;
                    self.stream.write_all(b"\r\n").await?;
                }
                Value::Error(text) => {
                    self.stream.write_u8(b'-').await?;
                    self.stream.write_all(text.as_bytes()).await?;
                    self.stream.write_all(b"\r\n").await?;
                }
                Value::Integer(n) => {
                    self.stream.write_u8(b':').await?;
                    self.write_decimal(&mut Checkpoint::with(*n)).await?;
                }
                Value::Null => {
                    self.stream.write_all(b"$-1\r\n").await?;
                }
                Value::Bulk(bulk) => {
                    let len = bulk.len();
                    self.stream.write_u8(b'$').await?;
                    self.write_decimal(&mut Checkpoint::with(len as i64)).await?;
                    self.stream.write_all(bulk).await?;
                    self.stream.write_all(b"\r\n").await?;
                }
                Value::Array(_) => unreachable!("nested array"),
            }
            Ok(())
        }

        #[cancel_safe]
        async fn write_decimal(&mut self, n: i64) -> io::Result<()> {
            let digits = n.to_string();
            self.stream.write_all(digits.as_bytes()).await?;
            self.stream.write_all(b"\r\n").await
        }
    }

    /// Two values, one behind the other.
    #[cancel_safe]
    pub async fn read_two<S: AsyncRead + AsyncWrite + Unpin>(
        connection: &mut Connection<S>,
    ) -> (Result<Option<Value>, ProtocolError>, Result<Option<Value>, ProtocolError>) {
        (connection.read_value().await, connection.read_value().await)
    }

    /// A request with headers and a body whose length one of them says.
    #[cancel_safe]
    pub async fn read_request<R>(reader: &mut BufReader<R>) -> Result<Request, ProtocolError>
    where
        R: AsyncRead + Unpin,
    {
        let mut line = String::new();
        if reader.read_line(&mut line).await? == 0 {
            return Err(ProtocolError::Closed);
        }
        let mut parts = line.split_whitespace();
        let (Some(method), Some(path)) = (parts.next(), parts.next()) else {
            return Err(ProtocolError::BadHeader(line));
        };
        let mut request =
            Request { method: method.to_string(), path: path.to_string(), ..Request::default() };
        let mut content_length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line).await?;
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            let Some((name, value)) = header.split_once(": ") else {
                return Err(ProtocolError::BadHeader(header.to_string()));
            };
            if name.eq_ignore_ascii_case("content-length") {
                content_length = value
                    .parse::<usize>()
                    .map_err(|_| ProtocolError::BadHeader(value.to_string()))?;
            }
            request.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        if content_length > 0 {
            request.body = vec![0; content_length];
            reader.read_exact(&mut request.body).await?;
        }
        Ok(request)
    }

    /// A body in chunks, each with its length in hexadecimal.
    #[cancel_safe]
    pub async fn read_chunked(
        reader: &mut (impl AsyncBufReadExt + Unpin),
        limit: usize,
    ) -> Result<BytesMut, ProtocolError> {
        let mut body = BytesMut::new();
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).await?;
            let size = size.trim_end();
            let len = usize::from_str_radix(size, 16)
                .map_err(|e| ProtocolError::BadHeader(format!("{size}: {e}")))?;
            if body.len() + len > limit {
                return Err(ProtocolError::TooLong(body.len() + len));
            }
            let start = body.len();
            body.resize(start + len, 0);
            reader.read_exact(&mut body[start..]).await?;
            let mut end = [0; 2];
            reader.read_exact(&mut end).await?;
            if &end != b"\r\n" {
                return Err(ProtocolError::BadHeader("chunk".into()));
            }
            if len == 0 {
                return Ok(body);
            }
        }
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

    /// The handshake of a proxy protocol: version, methods, address.
    #[cancel_safe]
    pub async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        stream: &mut S,
    ) -> Result<(String, u16), ProtocolError> {
        let version = stream.read_u8().await?;
        if version != 5 {
            return Err(ProtocolError::BadHeader(format!("version {version}")));
        }
        let methods = stream.read_u8().await? as usize;
        let mut offered = vec![0; methods];
        stream.read_exact(&mut offered).await?;
        if !offered.contains(&0) {
            stream.write_all(&[5, 0xff]).await?;
            return Err(ProtocolError::Closed);
        }
        stream.write_all(&[5, 0]).await?;

        let mut head = [0; 4];
        stream.read_exact(&mut head).await?;
        let [_, command, _, kind] = head;
        if command != 1 {
            return Err(ProtocolError::BadHeader(format!("command {command}")));
        }
        let host = match kind {
            1 => {
                let mut ip = [0; 4];
                stream.read_exact(&mut ip).await?;
                ip.map(|byte| byte.to_string()).join(".")
            }
            3 => {
                let len = stream.read_u8().await?;
                let mut name = vec![0; len.into()];
                stream.read_exact(&mut name).await?;
                String::from_utf8(name).map_err(|e| ProtocolError::BadHeader(e.to_string()))?
            }
            kind => return Err(ProtocolError::BadHeader(format!("address {kind}"))),
        };
        let port = stream.read_u16().await?;
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
        Ok((host, port))
    }
}

/// A stream that answers with `input`, and keeps what is written.
type Peer = Trickle<tokio::io::Join<Cursor<Vec<u8>>, Vec<u8>>>;

fn peer(input: impl AsRef<[u8]>) -> Peer {
    Trickle::new(tokio::io::join(Cursor::new(input.as_ref().to_vec()), Vec::new()))
}

fn written(peer: &Peer) -> String {
    peer.get_ref().writer().escape_ascii().to_string()
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
    fn read_value in code;
    setup: |_| Connection::new(peer("*2\r\n$3\r\nfoo\r\n:1\r\n-bad"));
    plain: |connection| async { (connection.read_value().await, connection.read_value().await) };
    annotated: |connection, pending| read_two(pending, connection);
}

same! {
    fn write_value in code;
    setup: |_| (
        Connection::new(peer("")),
        Value::Array(vec![Value::Bulk("ab".into()), Value::Null, Value::Integer(-12)]),
    );
    plain: |(connection, value)| connection.write_value(value);
    annotated: |(connection, value), pending| connection.write_value(pending, value);
    left: |(connection, _)| written(connection.get_ref());
}

same! {
    fn read_request in code;
    setup: |_| BufReader::new(Trickle::new(
        &b"PUT /item HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcd"[..]
    ));
    plain: |input| read_request(input);
    annotated: |input, pending| read_request(pending, input);
}

same! {
    fn read_request_with_a_bad_header in code;
    setup: |_| BufReader::new(Trickle::new(&b"GET / HTTP/1.1\r\nnothing\r\n"[..]));
    plain: |input| read_request(input);
    annotated: |input, pending| read_request(pending, input);
}

same! {
    fn read_chunked in code;
    setup: |_| BufReader::new(Trickle::new(&b"3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"[..]));
    plain: |input| read_chunked(input, 8);
    annotated: |input, pending| read_chunked(pending, input);
    owned: 8;
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

same! {
    fn handshake in code;
    setup: |_| peer(b"\x05\x02\x01\x00\x05\x01\x00\x03\x04host\x00\x50");
    plain: |stream| handshake(stream);
    annotated: |stream, pending| handshake(pending, stream);
    left: |stream| written(stream);
}
