//! Requests that are read field by field: headers and a body, chunks, a handshake.

use bytes::BytesMut;
use cancel_safe::cancel_safe;
use cancel_safe::testing::Trickle;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use twins::twins;

use super::peer::{ProtocolError, peer, written};

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
    fn handshake in code;
    setup: |_| peer(b"\x05\x02\x01\x00\x05\x01\x00\x03\x04host\x00\x50");
    plain: |stream| handshake(stream);
    annotated: |stream, pending| handshake(pending, stream);
    left: |stream| written(stream);
}
